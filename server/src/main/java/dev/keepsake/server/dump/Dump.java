package dev.keepsake.server.dump;

import dev.keepsake.account.Project;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.storage.LoggedChange;
import dev.keepsake.storage.Mark;
import dev.keepsake.storage.Storage;
import dev.keepsake.storage.document.Document;
import dev.keepsake.storage.document.MemoryDocument;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Tells everything that is stored of a project, line by line: its settings, its entities, every
/// step of every memory with what was computed from it, the memories as they are now, and feedback.
/// What is only about the running of a server (events, queued work, webhooks, keys, members) stays
/// there.
///
/// Shows the state of the moment at which it began, however long it takes, and holds a page of the
/// log at a time plus two ids for each memory.
final class Dump {

    static final int VERSION = 1;
    private static final int PAGE = 500;

    private final Storage storage;
    private final InstantSource clock;

    Dump(Storage storage, InstantSource clock) {
        this.storage = storage;
        this.clock = clock;
    }

    /// Where the lines go; they come without a line feed.
    @FunctionalInterface
    interface Lines {
        void take(String line) throws IOException;
    }

    Ledger write(Project project, Lines lines) throws IOException {
        var ledger = new Ledger();
        lines.take(beginning());
        enter(LineKind.PROJECT, ProjectLine.write(project), ledger, lines);
        EntityLines.each(
                storage, project.id(), line -> enter(LineKind.ENTITY, line, ledger, lines));
        writeMemories(project, ledger, lines);
        lines.take(EndLine.write(ledger));
        return ledger;
    }

    private String beginning() {
        var line = new Document();
        line.put("kind", LineKind.DUMP.spelled());
        line.put("product", "keepsake");
        line.put("version", VERSION);
        line.put("made", clock.instant());
        return line.write();
    }

    private void writeMemories(Project project, Ledger ledger, Lines lines) throws IOException {
        var head = storage.memories().head();
        Map<MemoryId, Mark> last = new HashMap<>();
        for (var page = page(project, Mark.START, head);
                !page.isEmpty();
                page = page(project, page.getLast().mark(), head)) {
            for (var change : page) {
                last.put(change.revision().memoryId(), change.mark());
                var encoding = change.encoding();
                if (change.revision().after() != null && encoding != null) {
                    enter(LineKind.ENCODING, ChangeLine.write(encoding), ledger, lines);
                }
                enter(LineKind.CHANGE, ChangeLine.write(change), ledger, lines);
            }
        }
        for (var page = page(project, Mark.START, head);
                !page.isEmpty();
                page = page(project, page.getLast().mark(), head)) {
            List<MemoryId> living = new ArrayList<>();
            for (var change : page) {
                var memory = change.revision().after();
                if (memory != null && change.mark().equals(last.get(memory.id()))) {
                    living.add(memory.id());
                    enter(LineKind.MEMORY, memoryLine(memory), ledger, lines);
                }
            }
            for (var feedback : FeedbackLines.of(storage, project.id(), living)) {
                enter(LineKind.FEEDBACK, feedback, ledger, lines);
            }
        }
    }

    private static String memoryLine(Memory memory) {
        var line = new Document();
        line.put("kind", LineKind.MEMORY.spelled());
        line.put("memory", MemoryDocument.of(memory).fields());
        return line.write();
    }

    private List<LoggedChange> page(Project project, Mark after, Mark head) {
        return storage.memories().log(project.id(), after, PAGE).stream()
                .filter(change -> head.reaches(change.mark()))
                .toList();
    }

    private static void enter(LineKind kind, String line, Ledger ledger, Lines lines)
            throws IOException {
        ledger.enter(kind, line);
        lines.take(line);
    }
}
