package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.account.AccountId;
import dev.keepsake.account.AuditEntry;
import dev.keepsake.account.KeyId;
import dev.keepsake.account.OrganizationId;
import dev.keepsake.account.ProjectId;
import dev.keepsake.account.RequestEntry;
import dev.keepsake.storage.AuditLog;
import dev.keepsake.storage.RequestQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What [AuditLog] promises.
public interface AuditContract extends TestedAccounts {

    OrganizationId HERE = OrganizationId.random();

    OrganizationId THERE = OrganizationId.random();

    private AuditLog log() {
        return storage().audit();
    }

    private AuditEntry done(@Nullable OrganizationId organization, Instant at) {
        var entry =
                new AuditEntry(
                        UUID.randomUUID(),
                        at,
                        null,
                        organization,
                        null,
                        "key.create",
                        "key 5f",
                        Map.of());
        log().record(entry);
        return entry;
    }

    private List<AuditEntry> audit(@Nullable OrganizationId organization) {
        return log().audit(Optional.ofNullable(organization), Optional.empty(), 100);
    }

    @Test
    default void aDeedComesBackEqual() {
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put("before", Map.of("role", "READER", "since", 5));
        details.put("after", null);
        details.put("name", "Ängström \"A\" 猫");
        var full =
                new AuditEntry(
                        UUID.randomUUID(),
                        now(),
                        AccountId.random(),
                        OrganizationId.random(),
                        ProjectId.random(),
                        "member.change",
                        "account o'brien",
                        details);

        log().record(full);
        var bare = done(null, now().minusSeconds(1));

        assertThat(audit(null)).containsExactly(full, bare);
    }

    @Test
    default void deedsAreToldNewestFirst() {
        var first = done(HERE, now());
        var third = done(THERE, now().plusSeconds(2));
        var second = done(null, now().plusSeconds(1));

        assertThat(audit(null)).containsExactly(third, second, first);
        assertThat(audit(HERE)).containsExactly(first);
        assertThat(audit(OrganizationId.random())).isEmpty();
    }

    @Test
    default void deedsArePagedThrough() {
        List<AuditEntry> all = new ArrayList<>();
        for (var n = 0; n < 7; n++) {
            all.addFirst(done(HERE, now().plusSeconds(n)));
            done(THERE, now().plusSeconds(n));
        }

        List<AuditEntry> read = new ArrayList<>();
        var page = log().audit(Optional.of(HERE), Optional.empty(), 3);
        while (!page.isEmpty()) {
            read.addAll(page);
            page = log().audit(Optional.of(HERE), Optional.of(read.getLast().id()), 3);
        }

        assertThat(read).isEqualTo(all);
        assertThat(log().audit(Optional.empty(), Optional.of(UUID.randomUUID()), 3)).isEmpty();
    }

    @Test
    default void pagesOfOneInstantMissNothing() {
        var ids =
                IntStream.range(0, 9)
                        .mapToObj(_ -> done(HERE, now()).id())
                        .collect(Collectors.toSet());

        List<UUID> read = new ArrayList<>();
        for (Optional<UUID> last = Optional.empty(); read.size() < ids.size(); ) {
            log().audit(Optional.of(HERE), last, 2).forEach(each -> read.add(each.id()));
            last = Optional.of(read.getLast());
        }

        assertThat(read).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    default void aDeedIsRecordedOnce() {
        var entry = done(HERE, now());

        conflicts(() -> log().record(entry));

        assertThat(audit(null)).containsExactly(entry);
    }

    @Test
    default void deedsOutliveTheirPlace() {
        var founding = founded();
        var other = settled("ben");
        var entry = done(founding.organization().id(), now());

        accounts().remove(founding.organization().id(), other.account().id());

        assertThat(audit(founding.organization().id())).containsExactly(entry);
    }

    private RequestEntry request(
            @Nullable OrganizationId organization,
            @Nullable ProjectId project,
            int status,
            Instant at) {
        return new RequestEntry(
                UUID.randomUUID(),
                at,
                "GET",
                "/v1/memories/{id}/",
                status,
                Duration.ofNanos(1_234_000),
                organization,
                project,
                null,
                null,
                null,
                null);
    }

    /// Requests are written behind the caller's back, but before what is asked after another write.
    private void asked(RequestEntry... entries) {
        log().record(List.of(entries));
        done(null, now());
    }

    @Test
    default void aRequestComesBackEqual() {
        var full =
                new RequestEntry(
                        UUID.randomUUID(),
                        now(),
                        "POST",
                        "/v3/memories/add/",
                        429,
                        Duration.ofHours(2),
                        HERE,
                        PROJECT,
                        AccountId.random(),
                        KeyId.random(),
                        "mem0-js 3.3.1 \"猫\"",
                        "2001:db8::1");
        var bare = request(null, null, 200, now().minusSeconds(1));

        asked(full, bare);

        assertThat(log().requests(RequestQuery.first(9))).containsExactly(full, bare);
    }

    @Test
    default void requestsAreChosenByPlaceAndStatus() {
        var ok = request(HERE, PROJECT, 200, now());
        var missing = request(HERE, ProjectId.random(), 404, now().plusSeconds(1));
        var denied = request(THERE, ProjectId.random(), 403, now().plusSeconds(2));
        var unknown = request(null, null, 401, now().plusSeconds(3));
        asked(denied, ok, unknown, missing);

        assertThat(log().requests(RequestQuery.first(9)))
                .containsExactly(unknown, denied, missing, ok);
        assertThat(log().requests(RequestQuery.first(2))).containsExactly(unknown, denied);
        assertThat(requests(Optional.of(Set.of(HERE)), null, null)).containsExactly(missing, ok);
        assertThat(requests(Optional.of(Set.of(HERE, THERE)), null, 4))
                .containsExactly(denied, missing);
        assertThat(requests(Optional.of(Set.of()), null, null)).isEmpty();
        assertThat(requests(Optional.empty(), PROJECT, null)).containsExactly(ok);
        assertThat(requests(Optional.of(Set.of(THERE)), PROJECT, null)).isEmpty();
        assertThat(requests(Optional.empty(), null, 404)).containsExactly(missing);
        assertThat(requests(Optional.empty(), null, 4)).containsExactly(unknown, denied, missing);
        assertThat(requests(Optional.empty(), null, 5)).isEmpty();
    }

    private List<RequestEntry> requests(
            Optional<Set<OrganizationId>> organizations,
            @Nullable ProjectId project,
            @Nullable Integer status) {
        return log().requests(
                        new RequestQuery(
                                organizations,
                                Optional.ofNullable(project),
                                Optional.ofNullable(status),
                                Optional.empty(),
                                9));
    }

    @Test
    default void requestsArePagedThrough() {
        List<RequestEntry> all = new ArrayList<>();
        for (var n = 0; n < 7; n++) {
            all.addFirst(request(n % 2 == 0 ? HERE : THERE, PROJECT, 200, now().plusSeconds(n)));
        }
        asked(all.toArray(RequestEntry[]::new));

        List<RequestEntry> read = new ArrayList<>();
        for (var page = log().requests(RequestQuery.first(3)); !page.isEmpty(); ) {
            read.addAll(page);
            page = log().requests(after(read.getLast().id()));
        }

        assertThat(read).isEqualTo(all);
        assertThat(log().requests(after(UUID.randomUUID()))).isEmpty();
    }

    private static RequestQuery after(UUID last) {
        return new RequestQuery(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(last), 3);
    }

    @Test
    default void aRequestIsRecordedOnce() {
        var entry = request(HERE, PROJECT, 200, now());
        var other = request(HERE, PROJECT, 200, now().plusSeconds(1));

        asked(entry);
        asked(entry, other);

        assertThat(log().requests(RequestQuery.first(9))).containsExactly(other, entry);
    }

    @Test
    default void oldRequestsAreForgotten() {
        var old = request(HERE, PROJECT, 200, now().minusSeconds(1));
        var kept = request(HERE, PROJECT, 200, now());
        asked(old, kept);

        assertThat(log().expireRequests(now())).isEqualTo(1);
        assertThat(log().expireRequests(now())).isZero();

        assertThat(log().requests(RequestQuery.first(9))).containsExactly(kept);
        assertThat(log().requests(after(old.id()))).isEmpty();
        assertThat(audit(null)).hasSize(1);
    }
}
