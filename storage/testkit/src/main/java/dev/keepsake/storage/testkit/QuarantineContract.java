package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.account.ProjectId;
import dev.keepsake.event.EventId;
import dev.keepsake.event.EventType;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.Change;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Message;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Scope;
import dev.keepsake.quality.Judgement;
import dev.keepsake.quality.Proposal;
import dev.keepsake.quality.QuarantineId;
import dev.keepsake.quality.QuarantineQuery;
import dev.keepsake.quality.Quarantined;
import dev.keepsake.quality.Verdict;
import dev.keepsake.storage.ChangeSet;
import dev.keepsake.storage.Quarantine;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What [Quarantine] promises.
public interface QuarantineContract extends TestedStorage {

    Scope ANA = Scope.ofUser("ana");

    private Quarantine quarantine() {
        return storage().quarantine();
    }

    @Test
    default void whatWasRefusedComesBackEqual() {
        var plain = refused("Ana lives in Graz", Verdict.ECHO, ANA, now());
        var full =
                new Quarantined(
                        QuarantineId.random(),
                        new Proposal(
                                "Ana said \"hi\" ☕",
                                ANA,
                                List.of(
                                        new Message("user", "Ana", "hi"),
                                        new Message("assistant", null, "hello"))),
                        new Judgement(Verdict.BOILERPLATE, "A greeting.", MemoryId.random()),
                        new Scope("ana", "helper", "app", "run"),
                        new Quarantined.Terms(
                                Map.of("place", "home"),
                                List.of("food"),
                                true,
                                LocalDate.parse("2030-01-02"),
                                now()),
                        EventId.random(),
                        now().plusSeconds(1));

        refuse(PROJECT, 10, plain, full);

        assertThat(all(PROJECT)).containsExactly(full, plain);
        assertThat(quarantine().find(PROJECT, full.id())).contains(full);
        assertThat(quarantine().find(PROJECT, plain.id())).contains(plain);
        assertThat(quarantine().find(PROJECT, QuarantineId.random())).isEmpty();
    }

    @Test
    default void itGetsInWithTheAddOrNotAtAll() {
        var sample = Samples.memory("one");
        var entry = refused("two", Verdict.ECHO, ANA, now());
        var event = Samples.finished(EventType.ADD, ANA, now());
        var set =
                new ChangeSet(
                        now(),
                        List.of(sample.added()),
                        null,
                        new ChangeSet.Settlement.Recorded(event),
                        new ChangeSet.Refused(List.of(entry), 10));
        storage().memories().apply(PROJECT, set);

        storage().memories().apply(PROJECT, set);
        assertThat(all(PROJECT)).as("the same cause again").containsExactly(entry);

        var conflict =
                new ChangeSet(
                        now(),
                        List.of(sample.added()),
                        null,
                        new ChangeSet.Settlement.Recorded(
                                Samples.finished(EventType.ADD, ANA, now())),
                        new ChangeSet.Refused(
                                List.of(refused("three", Verdict.ECHO, ANA, now())), 10));
        assertThatThrownBy(() -> storage().memories().apply(PROJECT, conflict))
                .isInstanceOf(Failure.Conflict.class);
        assertThat(all(PROJECT)).containsExactly(entry);
    }

    @Test
    default void theOldestBeyondTheCapacityDropOut() {
        for (var n = 0; n < 5; n++) {
            refuse(PROJECT, 3, refused("text " + n, Verdict.ECHO, ANA, now()));
        }

        assertThat(all(PROJECT))
                .extracting(entry -> entry.proposal().text())
                .containsExactly("text 4", "text 3", "text 2");

        var other = ProjectId.random();
        refuse(other, 1, refused("theirs", Verdict.ECHO, ANA, now()));
        assertThat(all(PROJECT)).hasSize(3);
        refuse(PROJECT, 0, refused("none", Verdict.ECHO, ANA, now()));
        assertThat(all(PROJECT)).isEmpty();
        assertThat(all(other)).hasSize(1);
    }

    @Test
    default void queriesMeanTheirVerdictAndEntities() {
        var echo = refused("a", Verdict.ECHO, ANA, now());
        var secret = refused("b", Verdict.SECRET, new Scope("ana", "helper", null, null), now());
        var bens = refused("c", Verdict.ECHO, new Scope("ben", null, "app", "run"), now());
        refuse(PROJECT, 10, echo, secret, bens);

        assertThat(found(new QuarantineQuery(Verdict.ECHO, Scope.NONE)))
                .containsExactly(bens, echo);
        assertThat(found(new QuarantineQuery(null, ANA))).containsExactly(secret, echo);
        assertThat(found(new QuarantineQuery(null, new Scope(null, "helper", null, null))))
                .containsExactly(secret);
        assertThat(found(new QuarantineQuery(null, new Scope(null, null, "app", "run"))))
                .containsExactly(bens);
        assertThat(found(new QuarantineQuery(Verdict.SECRET, Scope.ofUser("ben")))).isEmpty();
        assertThat(quarantine().totals(PROJECT))
                .containsExactlyInAnyOrderEntriesOf(Map.of(Verdict.ECHO, 2L, Verdict.SECRET, 1L));
    }

    @Test
    default void pagesAreCut() {
        for (var n = 0; n < 5; n++) {
            refuse(PROJECT, 10, refused("text " + n, Verdict.ECHO, ANA, now()));
        }

        var page = quarantine().list(PROJECT, QuarantineQuery.ALL, new Page.Ask(2, 2));

        assertThat(page.total()).isEqualTo(5);
        assertThat(page.items())
                .extracting(entry -> entry.proposal().text())
                .containsExactly("text 2", "text 1");
    }

    @Test
    default void whatIsRemovedIsGone() {
        var one = refused("one", Verdict.ECHO, ANA, now());
        var two = refused("two", Verdict.TRANSIENT, ANA, now());
        var three = refused("three", Verdict.ECHO, Scope.ofUser("ben"), now());
        refuse(PROJECT, 10, one, two, three);
        var other = ProjectId.random();

        assertThat(quarantine().remove(other, one.id())).isFalse();
        assertThat(quarantine().remove(PROJECT, one.id())).isTrue();
        assertThat(quarantine().remove(PROJECT, one.id())).isFalse();
        assertThat(quarantine().removeAll(PROJECT, new QuarantineQuery(null, ANA))).isEqualTo(1);
        assertThat(quarantine().removeAll(other, QuarantineQuery.ALL)).isZero();
        assertThat(all(PROJECT)).containsExactly(three);
        assertThat(quarantine().removeAll(PROJECT, QuarantineQuery.ALL)).isEqualTo(1);
        assertThat(all(PROJECT)).isEmpty();
    }

    @Test
    default void whatIsOldIsForgottenEverywhere() {
        var other = ProjectId.random();
        refuse(PROJECT, 10, refused("old", Verdict.ECHO, ANA, now()));
        refuse(other, 10, refused("old", Verdict.ECHO, ANA, now()));
        var young = refused("young", Verdict.ECHO, ANA, now().plusSeconds(10));
        refuse(PROJECT, 10, young);

        assertThat(quarantine().expire(now().plusSeconds(10))).isEqualTo(2);

        assertThat(all(PROJECT)).containsExactly(young);
        assertThat(all(other)).isEmpty();
        assertThat(quarantine().expire(Instant.MIN)).isZero();
    }

    @Test
    default void theQuarantineShowsEachProjectItsOwn() {
        var other = ProjectId.random();
        var ours = refused("ours", Verdict.ECHO, ANA, now());
        refuse(PROJECT, 10, ours);

        assertThat(all(other)).isEmpty();
        assertThat(quarantine().find(other, ours.id())).isEmpty();
        assertThat(quarantine().totals(other)).isEmpty();
    }

    // --- pieces

    private void refuse(ProjectId project, int capacity, Quarantined... entries) {
        storage()
                .memories()
                .apply(
                        project,
                        new ChangeSet(
                                now(),
                                List.<Change>of(),
                                null,
                                new ChangeSet.Settlement.Recorded(
                                        Samples.finished(EventType.ADD, ANA, now())),
                                new ChangeSet.Refused(Arrays.asList(entries), capacity)));
    }

    private List<Quarantined> all(ProjectId project) {
        return quarantine().list(project, QuarantineQuery.ALL, Page.Ask.first(100)).items();
    }

    private List<Quarantined> found(QuarantineQuery query) {
        return quarantine().list(PROJECT, query, Page.Ask.first(100)).items();
    }

    /// @param asked the ids of the add
    static Quarantined refused(String text, Verdict verdict, Scope asked, Instant at) {
        return new Quarantined(
                QuarantineId.random(),
                new Proposal(text, asked, List.of(new Message("user", null, text))),
                new Judgement(verdict, "Because.", null),
                asked,
                Quarantined.Terms.PLAIN,
                EventId.random(),
                at);
    }
}
