package dev.keepsake.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keepsake.account.Access;
import dev.keepsake.account.AccountId;
import dev.keepsake.account.Caller;
import dev.keepsake.account.Credential;
import dev.keepsake.account.Identity;
import dev.keepsake.account.OrganizationId;
import dev.keepsake.account.ProjectId;
import dev.keepsake.account.Role;
import dev.keepsake.account.SessionId;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.Scope;
import dev.keepsake.storage.InMemoryStorage;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ActivityTest {

    private static final LocalDate DAY = LocalDate.parse("2026-08-22");

    private final ProjectId project = ProjectId.random();
    private final InMemoryStorage storage = new InMemoryStorage(InstantSource.system());
    private final Journal journal = new Journal(storage.events());
    private final Activity activity = new Activity(journal, storage.memories());

    @AfterEach
    void close() {
        journal.close();
        storage.close();
    }

    @Test
    void everyDayCountsItsOwn() {
        happened(EventType.ADD, "2026-08-21T23:59:59Z", Scope.ofUser("ana"));
        happened(EventType.ADD, "2026-08-22T00:00:00Z", Scope.ofUser("ana"));
        happened(EventType.ADD, "2026-08-22T23:59:59Z", new Scope("ana", "bot", null, "r1"));
        happened(EventType.SEARCH, "2026-08-22T12:00:00Z", Scope.ofUser("ben"));
        happened(EventType.GET_ALL, "2026-08-22T12:00:00Z", Scope.ofUser("ben"));
        journal.record(ProjectId.random(), event(EventType.ADD, "2026-08-22T12:00:00Z"));

        assertThat(activity.days(caller(), DAY.minusDays(1), DAY.plusDays(1)))
                .containsExactly(
                        new Activity.Day(DAY.minusDays(1), 1, 0, 0, 1),
                        new Activity.Day(DAY, 2, 1, 0, 3),
                        new Activity.Day(DAY.plusDays(1), 0, 0, 0, 0));
    }

    @Test
    void aSpanHasBounds() {
        assertThat(activity.days(caller(), DAY, DAY.plusDays(91))).hasSize(92);
        for (var last : List.of(DAY.minusDays(1), DAY.plusDays(92))) {
            assertThatExceptionOfType(Failure.Invalid.class)
                    .isThrownBy(() -> activity.days(caller(), DAY, last));
        }
    }

    private void happened(EventType type, String at, Scope scope) {
        var plain = event(type, at);
        var scoped = Event.pending(plain.id(), type, scope, Map.of(), Instant.parse(at));
        journal.record(project, scoped.succeeded(List.of(), Map.of(), Instant.parse(at)));
    }

    private static Event event(EventType type, String at) {
        return Event.pending(EventId.random(), type, Scope.NONE, Map.of(), Instant.parse(at))
                .succeeded(List.of(), Map.of(), Instant.parse(at));
    }

    private Caller caller() {
        var identity =
                new Identity(
                        AccountId.random(),
                        "ana",
                        null,
                        false,
                        Access.ADMIN,
                        new Credential.Session(SessionId.random()));
        return new Caller(identity, OrganizationId.random(), project, Role.READER);
    }
}
