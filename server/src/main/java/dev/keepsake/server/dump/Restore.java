package dev.keepsake.server.dump;

import dev.keepsake.account.Project;
import dev.keepsake.account.ProjectId;
import dev.keepsake.entity.EntityDraft;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.Encoding;
import dev.keepsake.memory.Memory;
import dev.keepsake.model.Encoder;
import dev.keepsake.storage.LoggedChange;
import dev.keepsake.storage.Mark;
import dev.keepsake.storage.Storage;
import dev.keepsake.storage.document.Document;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads a [Dump] into an empty project. The file is checked to its end before anything is written,
/// and afterwards the project is told again and compared with what the file says.
///
/// Vectors of another embedding model are computed anew; everything else comes back as it was.
final class Restore {

    private static final int BATCH = 500;

    private final Storage storage;
    private final InstantSource clock;
    private final String modelId;
    private final Supplier<Encoder> encoder;

    /// @param modelId the model that this installation searches with
    /// @param encoder asked for when the file has vectors of another one
    Restore(Storage storage, InstantSource clock, String modelId, Supplier<Encoder> encoder) {
        this.storage = storage;
        this.clock = clock;
        this.modelId = modelId;
        this.encoder = encoder;
    }

    /// @param encoded how many vectors were computed anew
    /// @param differences between file and project after the import; empty when they agree
    record Restored(Ledger ledger, long encoded, List<String> differences) {}

    /// @throws Failure.Invalid when the file is no dump, damaged, cut short or of a newer version
    /// @throws Failure.Conflict when the project is not empty
    Restored read(Project target, Path file) throws IOException {
        var end = checked(file);
        if (!storage.memories().log(target.id(), Mark.START, 1).isEmpty()) {
            throw new Failure.Conflict(
                    "project " + target.id() + " is not empty; import into a new one");
        }
        var filling = new Filling(target);
        each(file, filling::take);
        filling.end();
        var there = new Dump(storage, clock).write(reread(target.id()), _ -> {});
        var differences = EndLine.differences(end, there);
        if (filling.encoded > 0) {
            differences =
                    differences.stream()
                            .filter(text -> !text.contains(LineKind.ENCODING.spelled()))
                            .toList();
        }
        return new Restored(there, filling.encoded, differences);
    }

    private Project reread(ProjectId id) {
        return storage.accounts()
                .project(id)
                .orElseThrow(() -> new Failure.Missing("there is no project " + id));
    }

    /// What is done with a line.
    private interface Taker {
        void take(LineKind kind, Document line);
    }

    /// The last line of a file that holds what it says.
    private static Document checked(Path file) throws IOException {
        var ledger = new Ledger();
        var last = new Document[1];
        try (var reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            var number = 0L;
            for (var text = reader.readLine(); text != null; text = reader.readLine()) {
                var line = parsed(text, ++number);
                var kind = kind(line, number);
                if (number == 1 && kind != LineKind.DUMP) {
                    throw new Failure.Invalid(file + " is no dump of Keepsake");
                }
                switch (kind) {
                    case DUMP -> checkVersion(line);
                    case END -> last[0] = line;
                    default -> ledger.enter(kind, text);
                }
            }
        }
        if (last[0] == null) {
            throw new Failure.Invalid(file + " is cut short: its end is missing");
        }
        EndLine.check(last[0], ledger);
        return last[0];
    }

    private static void checkVersion(Document line) {
        if (!(line.fields().get("version") instanceof Integer version) || version > Dump.VERSION) {
            throw new Failure.Invalid("the dump was written by a newer version of Keepsake");
        }
    }

    private static void each(Path file, Taker taker) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            var number = 0L;
            for (var text = reader.readLine(); text != null; text = reader.readLine()) {
                var line = parsed(text, ++number);
                try {
                    taker.take(kind(line, number), line);
                } catch (IllegalArgumentException
                        | NoSuchElementException
                        | ClassCastException wrong) {
                    throw new Failure.Invalid("line " + number + ": " + wrong.getMessage());
                }
            }
        }
    }

    private static Document parsed(String text, long number) {
        try {
            return Document.read(text);
        } catch (RuntimeException wrong) {
            throw new Failure.Invalid("line " + number + " is no JSON object");
        }
    }

    private static LineKind kind(Document line, long number) {
        if (line.fields().get("kind") instanceof String kind) {
            return LineKind.named(kind);
        }
        throw new Failure.Invalid("line " + number + " has no kind");
    }

    /// The project while it fills. For one thread.
    private final class Filling {
        private final Project target;
        private final List<LoggedChange> batch = new ArrayList<>();
        private final List<EntityDraft> entities = new ArrayList<>();
        private @Nullable Encoding encoding;
        private long encoded;

        Filling(Project target) {
            this.target = target;
        }

        void take(LineKind kind, Document line) {
            switch (kind) {
                case PROJECT -> storage.accounts().change(ProjectLine.into(target, line));
                case ENTITY -> {
                    EntityLines.restore(storage, target.id(), line);
                    entities.add(EntityLines.lastChange(line));
                }
                case ENCODING -> encoding = ChangeLine.readEncoding(line);
                case CHANGE -> {
                    batch.add(ChangeLine.read(line, target.id(), encoding));
                    encoding = null;
                    if (batch.size() == BATCH) {
                        flush();
                    }
                }
                case FEEDBACK -> {
                    flush();
                    FeedbackLines.restore(storage, target.id(), line);
                }
                case DUMP, MEMORY, END -> {}
            }
        }

        void end() {
            flush();
            entities.forEach(each -> storage.entities().put(target.id(), each));
            tellNobody();
        }

        /// What was told elsewhere is no news to the webhooks here.
        private void tellNobody() {
            var head = storage.memories().head();
            for (var webhook : storage.webhooks().list(target.id())) {
                storage.webhooks()
                        .change(target.id(), webhook.id(), each -> each.listeningAfter(head));
            }
        }

        void flush() {
            if (!batch.isEmpty()) {
                storage.memories().restore(target.id(), ofThisModel());
                batch.clear();
            }
        }

        private List<LoggedChange> ofThisModel() {
            var foreign = batch.stream().filter(this::isForeign).toList();
            if (foreign.isEmpty()) {
                return List.copyOf(batch);
            }
            var fresh = encoder.get().encodeAll(foreign.stream().map(Filling::state).toList());
            encoded += foreign.size();
            List<LoggedChange> all = new ArrayList<>();
            for (var change : batch) {
                var at = foreign.indexOf(change);
                all.add(at < 0 ? change : with(change, fresh.get(at)));
            }
            return all;
        }

        private boolean isForeign(LoggedChange change) {
            return change.encoding() != null && !change.encoding().modelId().equals(modelId);
        }

        private static Memory state(LoggedChange change) {
            return Objects.requireNonNull(change.revision().after());
        }

        private static LoggedChange with(LoggedChange change, Encoding encoding) {
            return new LoggedChange(change.mark(), change.project(), change.revision(), encoding);
        }
    }
}
