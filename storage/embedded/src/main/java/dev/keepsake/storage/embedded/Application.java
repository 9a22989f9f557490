package dev.keepsake.storage.embedded;

import dev.keepsake.account.ProjectId;
import dev.keepsake.entity.EntityKey;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.Change;
import dev.keepsake.memory.Encoding;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Message;
import dev.keepsake.memory.Revision;
import dev.keepsake.memory.Scope;
import dev.keepsake.storage.ChangeSet;
import dev.keepsake.storage.LoggedChange;
import dev.keepsake.storage.document.MemoryDocument;
import dev.keepsake.storage.document.PlainJson;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One [ChangeSet] on its way into the file. Made on the caller's thread with every document and
/// vector already in the form in which it is stored, so that the only writing thread has nothing
/// left to do but write.
final class Application {

    private final ProjectId project;
    private final byte[] projectBytes;
    private final byte[] cause;
    private final long at;
    private final ChangeSet.Settlement settlement;
    private final EventRows.@Nullable Prepared event;
    private final List<Change> changes;
    private final List<Step> steps;
    private final ChangeSet.@Nullable Window window;
    private final List<String> messages;
    private final List<EntityRows.Prepared> entities;
    private final SqliteQuarantine.Prepared refused;

    Application(ProjectId project, ChangeSet set) {
        this.project = project;
        this.projectBytes = Columns.bytes(project.value());
        this.cause = Columns.bytes(set.cause().value());
        this.at = Columns.micros(set.at());
        this.settlement = set.settlement();
        this.event =
                switch (set.settlement()) {
                    case ChangeSet.Settlement.Recorded(var recorded) ->
                            EventRows.Prepared.of(project, recorded);
                    case ChangeSet.Settlement.Leased(_, var ended) ->
                            EventRows.Prepared.of(project, ended);
                    case ChangeSet.Settlement.Unrecorded _ -> null;
                };
        this.changes = set.changes();
        this.entities = EntityRows.Prepared.of(projectBytes, set);
        this.refused = SqliteQuarantine.Prepared.of(projectBytes, set.refused());
        this.steps = set.changes().stream().map(Step::of).toList();
        this.window = set.window();
        this.messages =
                set.window() == null
                        ? List.of()
                        : set.window().messages().stream()
                                .map(MemoryDocument::writeMessage)
                                .toList();
    }

    /// One step that was taken elsewhere, to be written down as it was.
    private Application(ProjectId project, LoggedChange logged) {
        var revision = logged.revision();
        this.project = project;
        this.projectBytes = Columns.bytes(project.value());
        this.cause = Columns.bytes(revision.cause().value());
        this.at = Columns.micros(revision.at());
        this.settlement = new ChangeSet.Settlement.Unrecorded(revision.cause());
        this.event = null;
        this.changes = List.of();
        this.entities = EntityRows.Prepared.of(projectBytes, revision);
        this.steps = List.of(Step.of(logged));
        this.window = null;
        this.refused = SqliteQuarantine.Prepared.of(projectBytes, null);
        this.messages = List.of();
    }

    /// As [dev.keepsake.storage.MemoryStore#restore], for one change.
    ///
    /// @return its mark; empty when it was there
    static OptionalLong replay(SqliteSession session, ProjectId project, LoggedChange logged)
            throws SQLException {
        requireLiving(session, project);
        var revision = logged.revision();
        var application = new Application(project, logged);
        var known =
                session.number(
                        "SELECT EXISTS (SELECT 1 FROM change WHERE project = ? AND memory = ?"
                                + " AND id = ?)",
                        application.projectBytes,
                        Columns.bytes(revision.memoryId().value()),
                        Columns.bytes(revision.id()));
        if (known == 1) {
            return OptionalLong.empty();
        }
        application.writeEntities(session);
        var step = application.steps.getFirst();
        session.run(
                "DELETE FROM memory WHERE project = ? AND id = ?",
                application.projectBytes,
                step.id());
        Long encoding = null;
        if (revision.after() != null && logged.encoding() != null) {
            encoding = application.insertEncoding(session, step, logged.encoding());
            application.insertRow(session, step, encoding);
        }
        return OptionalLong.of(
                application.log(
                        session,
                        step,
                        revision.id(),
                        revision.kind(),
                        revision.input(),
                        revision.note(),
                        encoding));
    }

    /// @throws Failure.Missing when the project was removed and takes nothing any more
    static void requireLiving(SqliteSession session, ProjectId project) throws SQLException {
        if (SqliteErasure.isDoomed(session, Columns.bytes(project.value()))) {
            throw new Failure.Missing("project " + project + " was removed");
        }
    }

    /// What it came to.
    ///
    /// @param mark as [dev.keepsake.storage.MemoryStore#apply] returns it
    /// @param endedWork whether queued work ended with it
    record Outcome(long mark, boolean endedWork) {}

    /// @throws Failure.Conflict as [dev.keepsake.storage.MemoryStore#apply]
    Outcome run(SqliteSession session) throws SQLException {
        requireLiving(session, project);
        var before =
                session.first(
                        "SELECT mark FROM applied WHERE project = ? AND cause = ?",
                        row -> row.getLong(1),
                        projectBytes,
                        cause);
        if (before.isPresent()) {
            return new Outcome(before.get(), false);
        }
        var endsWork = settle(session);
        var mark = 0L;
        for (var at = 0; at < steps.size(); at++) {
            mark = take(session, changes.get(at), steps.get(at));
        }
        if (steps.isEmpty()) {
            mark = head(session);
        }
        writeEntities(session);
        appendWindow(session);
        refused.write(session, projectBytes);
        session.run(
                "INSERT INTO applied (project, cause, mark) VALUES (?, ?, ?)",
                projectBytes,
                cause,
                mark);
        return new Outcome(mark, endsWork);
    }

    private void writeEntities(SqliteSession session) throws SQLException {
        for (var entity : entities) {
            EntityRows.write(session, entity);
        }
    }

    /// The last mark ever given out, also when its row is gone.
    static long head(SqliteSession session) throws SQLException {
        return session.number(
                "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'change'), 0)");
    }

    /// Whether that ended queued work.
    private boolean settle(SqliteSession session) throws SQLException {
        if (event == null) {
            return false;
        }
        if (settlement instanceof ChangeSet.Settlement.Leased(var lease, _)) {
            SqliteWork.end(session, SqliteWork.requireHeld(session, project, lease), event);
            return true;
        }
        EventRows.write(session, event);
        return false;
    }

    private long take(SqliteSession session, Change change, Step step) throws SQLException {
        return switch (change) {
            case Change.Added(var after, var input, var note) -> {
                var encoding = insertEncoding(session, step, after.encoding());
                insertRow(session, step, encoding);
                yield log(session, step, Revision.Kind.ADD, input, note, encoding);
            }
            case Change.Updated(var before, var after, var input, var note) -> {
                var row = requireUnchanged(session, step, before);
                if (!before.text().equals(after.memory().text())) {
                    forgetFeedback(session, step);
                }
                var encoding = keptEncoding(session, row, step, after.encoding());
                updateRow(session, row, step, encoding);
                yield log(session, step, Revision.Kind.UPDATE, input, note, encoding);
            }
            case Change.Deleted(var before) -> {
                var row = requireUnchanged(session, step, before);
                session.run("DELETE FROM memory WHERE row_id = ?", row.row());
                yield log(session, step, Revision.Kind.DELETE, List.of(), Map.of(), null);
            }
            case Change.Annotated(var before, _) -> {
                var row = requireUnchanged(session, step, before);
                updateRow(session, row, step, row.encoding());
                yield log(
                        session, step, Revision.Kind.ANNOTATE, List.of(), Map.of(), row.encoding());
            }
        };
    }

    /// It was about the former text. What is about a deleted memory goes with its row.
    private void forgetFeedback(SqliteSession session, Step step) throws SQLException {
        session.run(
                "DELETE FROM feedback WHERE project = ? AND memory = ?", projectBytes, step.id());
    }

    private Place requireUnchanged(SqliteSession session, Step step, Memory expected)
            throws SQLException {
        return session.first(
                        "SELECT row_id, encoding, body FROM memory WHERE project = ? AND id = ?",
                        row -> new Place(row.getLong(1), row.getLong(2), row.getString(3)),
                        projectBytes,
                        step.id())
                .filter(place -> place.holds(expected, step.before()))
                .orElseThrow(() ->
                        new Failure.Conflict("memory " + expected.id() + " was changed meanwhile"));
    }

    /// A row of `memory` before its change.
    private record Place(long row, long encoding, String body) {

        /// Same spelling is same state; another spelling may still be.
        boolean holds(Memory expected, @Nullable String document) {
            return body.equals(document) || MemoryDocument.read(body).equals(expected);
        }
    }

    /// The encoding that the row has, when it still fits, so that a change of metadata does not
    /// store the vector again.
    private long keptEncoding(SqliteSession session, Place row, Step step, Encoding wanted)
            throws SQLException {
        var present =
                session.first(
                        "SELECT model, terms, vector FROM encoding WHERE row_id = ? AND hash = ?",
                        columns -> Columns.encoding(columns, 1),
                        row.encoding(),
                        step.requireAfter().hash());
        return present.equals(Optional.of(wanted))
                ? row.encoding()
                : insertEncoding(session, step, wanted);
    }

    private long insertEncoding(SqliteSession session, Step step, Encoding encoding)
            throws SQLException {
        return session.number(
                """
                INSERT INTO encoding (project, memory, hash, model, terms, vector)
                VALUES (?, ?, ?, ?, ?, ?) RETURNING row_id
                """,
                projectBytes,
                step.id(),
                step.requireAfter().hash(),
                encoding.modelId(),
                step.terms(),
                step.vector());
    }

    private void insertRow(SqliteSession session, Step step, long encoding) throws SQLException {
        var after = step.requireAfter();
        var memory = after.memory();
        var scope = memory.scope();
        var inserted =
                session.run(
                        """
                        INSERT INTO memory (project, id, user_id, agent_id, app_id, run_id, created,
                            updated, timestamp, expiration, state, replaced_by, hash, text, body,
                            encoding)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (project, id) DO NOTHING
                        """,
                        projectBytes,
                        step.id(),
                        scope.user(),
                        scope.agent(),
                        scope.app(),
                        scope.run(),
                        Columns.micros(memory.times().created()),
                        Columns.micros(memory.times().updated()),
                        Columns.micros(memory.times().timestamp()),
                        after.expiration(),
                        memory.lineage().state().name(),
                        after.replacedBy(),
                        after.hash(),
                        memory.text(),
                        after.body(),
                        encoding);
        if (inserted == 0) {
            throw new Failure.Conflict("memory " + memory.id() + " exists");
        }
    }

    private void updateRow(SqliteSession session, Place row, Step step, long encoding)
            throws SQLException {
        var after = step.requireAfter();
        var memory = after.memory();
        var scope = memory.scope();
        session.run(
                """
                UPDATE memory SET user_id = ?, agent_id = ?, app_id = ?, run_id = ?, created = ?,
                    updated = ?, timestamp = ?, expiration = ?, state = ?, replaced_by = ?,
                    hash = ?, text = ?, body = ?, encoding = ?
                WHERE row_id = ?
                """,
                scope.user(),
                scope.agent(),
                scope.app(),
                scope.run(),
                Columns.micros(memory.times().created()),
                Columns.micros(memory.times().updated()),
                Columns.micros(memory.times().timestamp()),
                after.expiration(),
                memory.lineage().state().name(),
                after.replacedBy(),
                after.hash(),
                memory.text(),
                after.body(),
                encoding,
                row.row());
    }

    private long log(
            SqliteSession session,
            Step step,
            Revision.Kind kind,
            List<Message> input,
            Map<String, @Nullable Object> note,
            @Nullable Long encoding)
            throws SQLException {
        return log(session, step, UUID.randomUUID(), kind, input, note, encoding);
    }

    private long log(
            SqliteSession session,
            Step step,
            UUID id,
            Revision.Kind kind,
            List<Message> input,
            Map<String, @Nullable Object> note,
            @Nullable Long encoding)
            throws SQLException {
        var scope = step.subject().scope();
        var mark =
                session.number(
                        """
                        INSERT INTO change (id, project, memory, kind, at, cause, user_id, agent_id, app_id,
                            run_id, before, after, input, note, encoding)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING mark
                        """,
                        Columns.bytes(id),
                        projectBytes,
                        step.id(),
                        kind.name(),
                        at,
                        cause,
                        scope.user(),
                        scope.agent(),
                        scope.app(),
                        scope.run(),
                        step.before(),
                        step.after() == null ? null : step.after().body(),
                        MemoryDocument.writeMessages(input),
                        note.isEmpty() ? null : PlainJson.write(note),
                        encoding);
        if (!input.isEmpty()) {
            noteContributors(session, scope, mark);
        }
        return mark;
    }

    /// The operation's entities that the memory does not carry: the messages are theirs, too.
    private void noteContributors(SqliteSession session, Scope scope, long mark)
            throws SQLException {
        var asked = event == null ? Scope.NONE : event.event().scope();
        for (var key : EntityKey.of(asked)) {
            if (!key.isIn(scope)) {
                session.run(
                        "INSERT INTO contribution (project, kind, name, mark) VALUES (?, ?, ?, ?)",
                        projectBytes,
                        key.kind().name(),
                        key.name(),
                        mark);
            }
        }
    }

    private void appendWindow(SqliteSession session) throws SQLException {
        if (window == null || messages.isEmpty()) {
            return;
        }
        var last =
                session.number(
                        """
                        SELECT coalesce(max(position), 0) FROM message
                        WHERE project = ? AND session = ?
                        """,
                        projectBytes,
                        window.sessionKey());
        for (var message : messages) {
            last++;
            session.run(
                    "INSERT INTO message (project, session, position, body) VALUES (?, ?, ?, ?)",
                    projectBytes,
                    window.sessionKey(),
                    last,
                    message);
        }
        session.run(
                "DELETE FROM message WHERE project = ? AND session = ? AND position <= ?",
                projectBytes,
                window.sessionKey(),
                last - ChangeSet.Window.CAPACITY);
    }

    /// What a change stores.
    private record Step(
            byte[] id,
            Memory subject,
            @Nullable String before,
            @Nullable After after,
            String terms,
            byte[] vector) {

        private static final byte[] NO_VECTOR = {};

        static Step of(Change change) {
            return switch (change) {
                case Change.Added(var after, _, _) ->
                        of(change, null, after.memory(), after.encoding());
                case Change.Updated(var before, var after, _, _) ->
                        of(change, before, after.memory(), after.encoding());
                case Change.Deleted(var before) -> of(change, before, null, null);
                case Change.Annotated(var before, var after) -> of(change, before, after, null);
            };
        }

        static Step of(LoggedChange logged) {
            var revision = logged.revision();
            return of(revision.memoryId(), revision.before(), revision.after(), logged.encoding());
        }

        private static Step of(
                Change change,
                @Nullable Memory before,
                @Nullable Memory after,
                @Nullable Encoding encoding) {
            return of(change.memoryId(), before, after, encoding);
        }

        private static Step of(
                MemoryId id,
                @Nullable Memory before,
                @Nullable Memory after,
                @Nullable Encoding encoding) {
            return new Step(
                    Columns.bytes(id.value()),
                    after != null ? after : Objects.requireNonNull(before),
                    before == null ? null : MemoryDocument.write(before),
                    after == null ? null : After.of(after),
                    encoding == null ? "" : Columns.terms(encoding.terms()),
                    encoding == null ? NO_VECTOR : Columns.vector(encoding.vector()));
        }

        After requireAfter() {
            if (after == null) {
                throw new IllegalStateException("nothing is left of " + subject.id());
            }
            return after;
        }
    }

    /// A state in the form of its row.
    private record After(
            Memory memory,
            String body,
            String hash,
            @Nullable Long expiration,
            byte @Nullable [] replacedBy) {

        static After of(Memory memory) {
            var day = memory.expiration();
            MemoryId by = memory.lineage().replacedBy();
            return new After(
                    memory,
                    MemoryDocument.write(memory),
                    memory.hash(),
                    day == null ? null : day.toEpochDay(),
                    by == null ? null : Columns.bytes(by.value()));
        }
    }
}
