package dev.keepsake.feedback;

import dev.keepsake.account.Caller;
import dev.keepsake.account.Permission;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.storage.Feedbacks;
import dev.keepsake.storage.MemoryStore;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Takes feedback in (engine contract 10). Safe for many threads.
public final class FeedbackIntake {

    /// Characters that a reason may have.
    public static final int MAX_REASON = 2_000;

    private final MemoryStore memories;
    private final Feedbacks feedback;
    private final InstantSource clock;

    public FeedbackIntake(MemoryStore memories, Feedbacks feedback, InstantSource clock) {
        this.memories = memories;
        this.feedback = feedback;
        this.clock = clock;
    }

    /// Notes what the caller thinks of a memory, in place of what was noted before.
    ///
    /// @throws Failure.Missing when the project has no such memory
    /// @throws Failure.Invalid when the reason is too long
    public Feedback give(
            Caller caller, MemoryId memory, @Nullable Verdict verdict, @Nullable String reason) {
        caller.require(Permission.WRITE_DATA);
        if (verdict == null && reason == null) {
            throw new IllegalArgumentException("feedback that says nothing is taken back");
        }
        if (reason != null && reason.codePointCount(0, reason.length()) > MAX_REASON) {
            throw new Failure.Invalid(
                    "feedback_reason: must have at most " + MAX_REASON + " characters");
        }
        return feedback.set(
                caller.project(),
                new Feedback(
                        UUID.randomUUID(),
                        memory,
                        verdict,
                        reason,
                        caller.account(),
                        clock.instant()));
    }

    /// Takes back what was noted of a memory.
    ///
    /// @return what that was; empty when there was none
    /// @throws Failure.Missing when the project has no such memory
    public Optional<Feedback> takeBack(Caller caller, MemoryId memory) {
        caller.require(Permission.WRITE_DATA);
        if (memories.find(caller.project(), memory).isEmpty()) {
            throw new Failure.Missing("Memory not found!");
        }
        return feedback.remove(caller.project(), memory);
    }
}
