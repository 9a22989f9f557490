package dev.keepsake.ingest;

import dev.keepsake.account.Caller;
import dev.keepsake.account.Permission;
import dev.keepsake.account.Quotas;
import dev.keepsake.event.Event;
import dev.keepsake.event.EventId;
import dev.keepsake.event.EventStatus;
import dev.keepsake.event.EventType;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.Scope;
import dev.keepsake.quality.Discretion;
import dev.keepsake.quality.SecretScan;
import dev.keepsake.storage.WorkQueue;
import dev.keepsake.trace.Tracer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The door for everything to be remembered: checks the rules, takes the work on durably, and has
/// it done now or later. Safe for many threads.
///
/// Work of one owner scope runs one at a time in arrival order, whether somebody waits for it or
/// not. An add whose scope is idle runs at once in the caller's thread; otherwise it stands in
/// line.
public final class Intake {

    /// In a job: where in a trace it was asked for.
    static final String TRACE = "trace";

    /// In a job: that it comes out of the quarantine.
    static final String RELEASED = "released";

    private final WorkQueue queue;
    private final IngestWorker worker;
    private final Quotas quotas;
    private final Discretion discretion;
    private final Tracer tracer;
    private final IngestSettings settings;
    private final InstantSource clock;

    public Intake(
            WorkQueue queue,
            IngestWorker worker,
            Quotas quotas,
            Discretion discretion,
            Tracer tracer,
            IngestSettings settings,
            InstantSource clock) {
        this.queue = queue;
        this.worker = worker;
        this.quotas = quotas;
        this.discretion = discretion;
        this.tracer = tracer;
        this.settings = settings;
        this.clock = clock;
    }

    /// Takes an add on and returns its event as `PENDING`; a worker does the rest.
    ///
    /// @param payload the request as received, without timestamp, credentials and base64 media
    /// @throws Failure.Invalid when it breaks a rule
    /// @throws Failure.TooLarge when it has too much text or the project has no room
    public Event accept(Caller caller, AddCommand command, Map<String, @Nullable Object> payload) {
        var work = work(caller, command, payload, false);
        queue.accept(caller.project(), work);
        worker.wake();
        return work.event();
    }

    /// Stores what the quality gate had refused, and returns the event of that. The messages behind
    /// it are in the session's window already.
    Event release(Caller caller, AddCommand command, Map<String, @Nullable Object> payload) {
        return finished(caller, work(caller, command, payload, true));
    }

    /// Takes an add on and returns its event when it has succeeded.
    ///
    /// @throws Failure.ModelFailed when it failed; the event says so too
    public Event addNow(Caller caller, AddCommand command, Map<String, @Nullable Object> payload) {
        return finished(caller, work(caller, command, payload, false));
    }

    private Event finished(Caller caller, WorkQueue.Work work) {
        var finished = worker.runOrAwait(caller.project(), work);
        if (finished.status() == EventStatus.FAILED) {
            throw new Failure.ModelFailed(
                    finished.error() == null ? "the add failed" : finished.error(), false);
        }
        return finished;
    }

    /// Masks secrets first: from here on queue, events, history, webhooks and models only see what
    /// is left.
    private WorkQueue.Work work(
            Caller caller,
            AddCommand asked,
            Map<String, @Nullable Object> request,
            boolean released) {
        caller.require(Permission.WRITE_DATA);
        check(asked);
        var command = masked(caller, asked);
        var payload = discretion.masked(caller.project(), request);
        quotas.add(caller, storedAtLeast(command));
        var event =
                Event.pending(
                                EventId.random(),
                                EventType.ADD,
                                command.scope(),
                                payload,
                                clock.instant())
                        .by(caller.actor());
        var isDistilled = command.infer() || command.isProcedural();
        return new WorkQueue.Work(
                event, lanes(command.scope(), isDistilled), job(command, released));
    }

    private AddCommand masked(Caller caller, AddCommand command) {
        var masked = command.rewritten(SecretScan::masked);
        return masked.equals(command) || discretion.allowsSecrets(caller.project())
                ? command
                : masked.withWarning("credentials were found and masked");
    }

    /// What is extracted from a conversation may be nothing, but there must be room for one.
    private static int storedAtLeast(AddCommand command) {
        return command.infer() || command.isProcedural() ? 1 : DirectImport.drafts(command).size();
    }

    /// The worker may be another process; the trace that it belongs to goes with the work.
    private Map<String, @Nullable Object> job(AddCommand command, boolean released) {
        var job = command.withoutIdleMedia().toJob();
        if (released) {
            job.put(RELEASED, true);
        }
        tracer.position().ifPresent(position -> job.put(TRACE, position));
        return job;
    }

    /// An extracting add with a user and an agent writes into the scope of each; everything else
    /// into one.
    static Set<String> lanes(Scope scope, boolean infer) {
        var owner = scope.owner();
        if (infer && scope.user() != null && scope.agent() != null) {
            return Set.of(
                    new Scope(scope.user(), null, scope.app(), null).sessionKey(),
                    new Scope(null, scope.agent(), scope.app(), null).sessionKey());
        }
        return Set.of(owner.sessionKey());
    }

    private void check(AddCommand command) {
        if (command.scope().isEmpty()) {
            throw new Failure.Invalid(
                    "At least one entity ID is required (user_id, agent_id, app_id, or run_id).");
        }
        if (command.turns().size() > settings.maxMessages()) {
            throw new Failure.Invalid(
                    "messages: "
                            + command.turns().size()
                            + " messages, at most "
                            + settings.maxMessages());
        }
        long bytes = 0;
        for (var turn : command.turns()) {
            var text = turn.text();
            if (text != null && text.length() > settings.maxMessageChars()) {
                throw new Failure.Invalid(
                        "messages: a message has "
                                + text.length()
                                + " characters, at most "
                                + settings.maxMessageChars());
            }
            bytes += text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
        }
        if (bytes > settings.maxTextBytes()) {
            throw new Failure.TooLarge(
                    "messages: " + bytes + " bytes of text, at most " + settings.maxTextBytes());
        }
        checkMedia(command);
        var schema = command.terms().schema();
        if (schema != null) {
            requireSchema(schema);
        }
        if (!command.infer() && !command.isProcedural() && storesNothing(command)) {
            throw new Failure.Invalid(
                    "messages: nothing to store: with infer=false at least one user or assistant message needs text");
        }
    }

    private void checkMedia(AddCommand command) {
        var items = command.turns().stream().mapToInt(turn -> turn.media().size()).sum();
        if (items > settings.mediaItems()) {
            throw new Failure.Invalid(
                    "messages: " + items + " media parts, at most " + settings.mediaItems());
        }
        for (var turn : command.turns()) {
            for (var media : turn.media()) {
                if (media.inlineBytes() > settings.mediaBytes()) {
                    throw new Failure.TooLarge(
                            "messages: a %s part has %d bytes, at most %d"
                                    .formatted(
                                            media.kind().wireName(),
                                            media.inlineBytes(),
                                            settings.mediaBytes()));
                }
            }
        }
    }

    private void requireSchema(Map<String, @Nullable Object> schema) {
        try {
            worker.structurer().require(schema);
        } catch (Failure.Invalid unusable) {
            throw new Failure.Invalid("structured_data_schema: " + unusable.reason());
        }
    }

    private static boolean storesNothing(AddCommand command) {
        return command.deduced().isEmpty() && !DirectImport.hasText(command);
    }
}
