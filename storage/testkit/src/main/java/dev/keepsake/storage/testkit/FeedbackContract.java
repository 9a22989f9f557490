package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.account.AccountId;
import dev.keepsake.account.ProjectId;
import dev.keepsake.failure.Failure;
import dev.keepsake.feedback.Feedback;
import dev.keepsake.feedback.Verdict;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Scope;
import dev.keepsake.storage.Feedbacks;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What [Feedbacks] promises.
public interface FeedbackContract extends TestedStorage {

    private Feedbacks feedback() {
        return storage().feedback();
    }

    @Test
    default void feedbackComesBackEqual() {
        var tea = added("likes tea");
        var ben = added("likes ben");
        var both = feedback(tea, Verdict.NEGATIVE, "not \"tea\", ☕ coffee", now());
        var reasonOnly = feedback(ben, null, "why", now());

        assertThat(feedback().set(PROJECT, both)).isEqualTo(both);
        assertThat(feedback().set(PROJECT, reasonOnly)).isEqualTo(reasonOnly);

        assertThat(found(tea)).containsExactly(both);
        assertThat(found(ben)).containsExactly(reasonOnly);
    }

    @Test
    default void laterFeedbackTakesThePlaceAndTheIdOfTheFirst() {
        var tea = added("likes tea");
        var first = feedback().set(PROJECT, feedback(tea, Verdict.POSITIVE, "yes", now()));
        var second = feedback(tea, Verdict.VERY_NEGATIVE, null, now().plusSeconds(1));

        var kept = feedback().set(PROJECT, second);

        assertThat(kept.id()).isEqualTo(first.id());
        assertThat(kept.verdict()).isEqualTo(Verdict.VERY_NEGATIVE);
        assertThat(kept.reason()).isNull();
        assertThat(kept.at()).isEqualTo(second.at());
        assertThat(found(tea)).containsExactly(kept);
    }

    @Test
    default void feedbackOnNothingIsRefused() {
        var unknown = feedback(Samples.memory("never added"), Verdict.POSITIVE, null, now());

        assertThatThrownBy(() -> feedback().set(PROJECT, unknown))
                .isInstanceOf(Failure.Missing.class);

        assertThat(feedback().findAll(PROJECT, List.of(unknown.memory()))).isEmpty();
    }

    @Test
    default void removingTellsWhatWasThere() {
        var tea = added("likes tea");
        var given = feedback().set(PROJECT, feedback(tea, Verdict.POSITIVE, null, now()));

        assertThat(feedback().remove(PROJECT, tea.id())).contains(given);
        assertThat(feedback().remove(PROJECT, tea.id())).isEmpty();
        assertThat(feedback().remove(PROJECT, MemoryId.random())).isEmpty();
        assertThat(found(tea)).isEmpty();
    }

    @Test
    default void onlyWantedFeedbackIsFound() {
        var tea = added("likes tea");
        var milk = added("likes milk");
        var bread = added("likes bread");
        feedback().set(PROJECT, feedback(tea, Verdict.POSITIVE, null, now()));
        feedback().set(PROJECT, feedback(milk, Verdict.POSITIVE, null, now()));

        assertThat(feedback().findAll(PROJECT, List.of(tea.id(), bread.id())))
                .containsOnlyKeys(tea.id());
        assertThat(feedback().findAll(PROJECT, List.of())).isEmpty();
    }

    @Test
    default void feedbackGoesWithItsMemory() {
        var tea = added("likes tea");
        feedback().set(PROJECT, feedback(tea, Verdict.POSITIVE, "good", now()));

        apply(PROJECT, tea.deleted());

        assertThat(found(tea)).isEmpty();
        assertThat(feedback().reasons(PROJECT, Filter.EVERYTHING, 10)).isEmpty();
        apply(PROJECT, tea.added());
        assertThat(found(tea)).isEmpty();
    }

    @Test
    default void feedbackGoesWithTheTextThatItWasAbout() {
        var tea = added("likes tea");
        feedback().set(PROJECT, feedback(tea, Verdict.NEGATIVE, "wrong", now()));

        apply(PROJECT, tea.updatedTo(tea.saying("likes coffee")));

        assertThat(found(tea)).isEmpty();
    }

    @Test
    default void feedbackStaysWhenOnlyOtherThingsChange() {
        var tea = added("likes tea");
        var given = feedback().set(PROJECT, feedback(tea, Verdict.NEGATIVE, "wrong", now()));
        var moved = tea.with("place", "home");

        apply(PROJECT, tea.updatedTo(moved));
        apply(PROJECT, moved.annotatedTo(moved.labelled("food")));

        assertThat(found(tea)).containsExactly(given);
    }

    @Test
    default void feedbackIsNoChangeOfTheMemory() {
        var tea = added("likes tea");
        var head = storage().memories().head();

        feedback().set(PROJECT, feedback(tea, Verdict.NEGATIVE, "wrong", now()));
        feedback().remove(PROJECT, tea.id());

        assertThat(storage().memories().head()).isEqualTo(head);
        assertThat(storage().memories().find(PROJECT, tea.id())).contains(tea.memory());
    }

    @Test
    default void reasonsComeNewestFirst() {
        var samples = addMany(4);
        IntStream.range(0, 4)
                .forEach(n ->
                        feedback()
                                .set(
                                        PROJECT,
                                        feedback(
                                                samples.get(n),
                                                null,
                                                "reason " + n,
                                                now().plusSeconds(n))));

        assertThat(feedback().reasons(PROJECT, Filter.EVERYTHING, 3))
                .extracting(Feedback::reason)
                .containsExactly("reason 3", "reason 2", "reason 1");
    }

    @Test
    default void reasonsAreThoseOfTheMemoriesMeant() {
        var ana = Samples.memory("likes tea").forUser("ana");
        var ben = Samples.memory("likes tea").forUser("ben");
        var silent = Samples.memory("likes milk").forUser("ana");
        apply(PROJECT, ana.added(), ben.added(), silent.added());
        feedback().set(PROJECT, feedback(ana, Verdict.NEGATIVE, "of ana", now()));
        feedback().set(PROJECT, feedback(ben, Verdict.NEGATIVE, "of ben", now()));
        feedback().set(PROJECT, feedback(silent, Verdict.NEGATIVE, null, now()));

        assertThat(feedback().reasons(PROJECT, Filter.exactly(Scope.ofUser("ana")), 10))
                .extracting(Feedback::reason)
                .containsExactly("of ana");
    }

    @Test
    default void feedbackShowsEachProjectItsOwn() {
        var other = ProjectId.random();
        var tea = added("likes tea");
        apply(other, tea.added());
        var ours = feedback().set(PROJECT, feedback(tea, Verdict.POSITIVE, "ours", now()));
        var theirs =
                feedback()
                        .set(
                                other,
                                new Feedback(
                                        ours.id(),
                                        tea.id(),
                                        Verdict.NEGATIVE,
                                        "theirs",
                                        AccountId.random(),
                                        now()));

        assertThat(found(tea)).containsExactly(ours);
        assertThat(feedback().reasons(PROJECT, Filter.EVERYTHING, 10)).containsExactly(ours);
        feedback().remove(PROJECT, tea.id());
        assertThat(feedback().findAll(other, List.of(tea.id()))).containsValue(theirs);
        apply(PROJECT, tea.deleted());
        assertThat(feedback().reasons(other, Filter.EVERYTHING, 10)).containsExactly(theirs);
        assertThatThrownBy(() ->
                        feedback()
                                .set(
                                        ProjectId.random(),
                                        feedback(tea, Verdict.POSITIVE, null, now())))
                .isInstanceOf(Failure.Missing.class);
    }

    // --- pieces

    private Sample added(String text) {
        var sample = Samples.memory(text).forUser("ana");
        apply(PROJECT, sample.added());
        return sample;
    }

    private List<Feedback> found(Sample sample) {
        return List.copyOf(feedback().findAll(PROJECT, List.of(sample.id())).values());
    }

    private static Feedback feedback(
            Sample sample, @Nullable Verdict verdict, @Nullable String reason, Instant at) {
        return new Feedback(
                UUID.randomUUID(), sample.id(), verdict, reason, AccountId.random(), at);
    }
}
