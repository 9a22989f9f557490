package dev.keepsake.server.dump;

import dev.keepsake.account.Organization;
import dev.keepsake.account.Project;
import dev.keepsake.account.ProjectId;
import dev.keepsake.failure.Failure;
import dev.keepsake.model.Encoder;
import dev.keepsake.storage.Accounts;
import dev.keepsake.storage.Storage;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Writes whole projects to files and reads them back.
public final class ProjectFiles {

    private final Storage storage;
    private final InstantSource clock;

    public ProjectFiles(Storage storage, InstantSource clock) {
        this.storage = storage;
        this.clock = clock;
    }

    /// What was written or read.
    ///
    /// @param sums a line for each kind: name, count, hash
    /// @param encoded how many vectors were computed anew
    /// @param differences between file and project; empty when they agree
    public record Report(
            ProjectId project, List<String> sums, long encoded, List<String> differences) {

        static Report of(ProjectId project, Ledger ledger, long encoded, List<String> differences) {
            var sums =
                    ledger.counts().entrySet().stream()
                            .map(each ->
                                    "%-9s %9d  %s"
                                            .formatted(
                                                    each.getKey().spelled(),
                                                    each.getValue(),
                                                    ledger.hash(each.getKey())))
                            .toList();
            return new Report(project, sums, encoded, differences);
        }
    }

    /// Writes a project to a new file, which appears when it is whole.
    ///
    /// @param id null for the only project there is
    /// @throws Failure.Missing when there is no such project
    /// @throws Failure.Conflict when the file exists
    /// @throws Failure.StorageFailed when the file cannot be written
    public Report export(Optional<String> id, Path file) {
        var project = project(id);
        if (Files.exists(file)) {
            throw new Failure.Conflict(file + " exists");
        }
        var draft = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (var writer = Files.newBufferedWriter(draft, StandardCharsets.UTF_8)) {
                var ledger = write(project, writer);
                writer.close();
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
                return Report.of(project.id(), ledger, 0, List.of());
            }
        } catch (IOException failed) {
            throw new Failure.StorageFailed("cannot write " + file + ": " + failed, failed);
        }
    }

    /// The same to a stream, which stays open.
    public Report export(Optional<String> id, PrintStream out) {
        var project = project(id);
        var writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        try {
            var ledger = write(project, writer);
            writer.flush();
            return Report.of(project.id(), ledger, 0, List.of());
        } catch (IOException failed) {
            throw new Failure.StorageFailed("cannot write: " + failed, failed);
        }
    }

    private Ledger write(Project project, Writer writer) throws IOException {
        return new Dump(storage, clock)
                .write(
                        project,
                        line -> {
                            writer.write(line);
                            writer.write('\n');
                        });
    }

    /// Reads a file into an empty project.
    ///
    /// @param id null for the only project there is
    /// @param modelId the embedding model that this installation searches with
    /// @param encoder asked for when the file has vectors of another model
    /// @throws Failure.Invalid when the file is no dump, damaged or cut short
    /// @throws Failure.Conflict when the project is not empty
    public Report load(Optional<String> id, Path file, String modelId, Supplier<Encoder> encoder) {
        var project = project(id);
        try {
            var restored = new Restore(storage, clock, modelId, encoder).read(project, file);
            return Report.of(
                    project.id(), restored.ledger(), restored.encoded(), restored.differences());
        } catch (IOException failed) {
            throw new Failure.StorageFailed("cannot read " + file + ": " + failed, failed);
        }
    }

    private Project project(Optional<String> id) {
        return id.isPresent() ? named(id.get()) : only();
    }

    private Project named(String id) {
        try {
            return storage.accounts()
                    .project(ProjectId.parse(id))
                    .orElseThrow(() -> new Failure.Missing("there is no project " + id));
        } catch (IllegalArgumentException notAnId) {
            throw new Failure.Invalid("--project: " + id + " is no project id");
        }
    }

    private Project only() {
        var all = projects(storage.accounts());
        if (all.size() != 1) {
            throw new Failure.Invalid(
                    "there are "
                            + all.size()
                            + " projects; choose one with --project:"
                            + all.stream()
                                    .map(each -> "\n  " + each.id() + "  " + each.name())
                                    .reduce("", String::concat));
        }
        return all.getFirst();
    }

    private static List<Project> projects(Accounts accounts) {
        return accounts.accounts().stream()
                .flatMap(account -> accounts.memberships(account.id()).stream())
                .map(membership -> membership.organization())
                .distinct()
                .flatMap(id -> accounts.organization(id).stream())
                .map(Organization::id)
                .flatMap(id -> accounts.projects(id).stream())
                .toList();
    }
}
