package dev.keepsake.storage.testkit;

import dev.keepsake.account.AuditEntry;
import dev.keepsake.account.OrganizationId;
import dev.keepsake.account.RequestEntry;
import dev.keepsake.storage.RequestQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/// The steps of an [AccountsWalk] about the logs of deeds and requests.
final class LogSteps {

    private final AccountsWorld world;
    private final Vocabulary words;
    private final List<UUID> deeds = new ArrayList<>();
    private final List<UUID> requests = new ArrayList<>();

    LogSteps(AccountsWorld world) {
        this.world = world;
        this.words = world.words;
    }

    List<Step> steps() {
        return List.of(
                new Step(3, "log a deed", this::recordDeed),
                new Step(2, "read deeds", this::readDeeds),
                new Step(3, "log requests", this::recordRequests),
                new Step(3, "read requests", this::readRequests),
                new Step(1, "forget requests", this::expire));
    }

    private UUID id(List<UUID> known) {
        var id = !known.isEmpty() && words.chance(0.1) ? world.recent(known) : words.uuid();
        known.add(id);
        return id;
    }

    private Optional<UUID> before(List<UUID> known) {
        return known.isEmpty() || words.chance(0.5)
                ? Optional.empty()
                : Optional.of(words.chance(0.1) ? words.uuid() : words.oneOf(known));
    }

    private void recordDeed() {
        var entry =
                new AuditEntry(
                        id(deeds),
                        world.now(),
                        words.chance(0.5) ? world.account() : null,
                        words.chance(0.8) ? world.organization() : null,
                        words.chance(0.5) ? world.recent(world.projects) : null,
                        "walk.step",
                        world.name(),
                        Map.of("n", words.below(9)));
        world.both(storage -> storage.audit().record(entry));
    }

    private void readDeeds() {
        var organization =
                words.chance(0.5)
                        ? Optional.of(world.organization())
                        : Optional.<OrganizationId>empty();
        var before = before(deeds);
        var limit = 1 + words.below(20);
        world.same(storage -> storage.audit().audit(organization, before, limit));
    }

    private void recordRequests() {
        var entries = IntStream.range(0, words.below(5)).mapToObj(_ -> request()).toList();
        world.both(storage -> {
            storage.audit().record(entries);
            // written later; whatever is written after it waits for it
            storage.check();
        });
    }

    private RequestEntry request() {
        return new RequestEntry(
                id(requests),
                world.now().minusSeconds(words.below(3)),
                "GET",
                "/v1/ping/",
                words.oneOf(List.of(200, 201, 400, 404, 429, 500)),
                Duration.ofNanos(words.below(1_000_000) * 1_000L),
                words.chance(0.8) ? world.organization() : null,
                words.chance(0.8) ? world.recent(world.projects) : null,
                words.chance(0.8) ? world.account() : null,
                words.chance(0.8) ? world.recent(world.keys) : null,
                words.chance(0.5) ? world.name() : null,
                null);
    }

    private void readRequests() {
        var query =
                new RequestQuery(
                        words.chance(0.5)
                                ? Optional.empty()
                                : Optional.of(Set.copyOf(words.someOf(world.organizations))),
                        words.chance(0.7)
                                ? Optional.empty()
                                : Optional.of(world.recent(world.projects)),
                        words.chance(0.5)
                                ? Optional.empty()
                                : Optional.of(words.oneOf(List.of(2, 4, 5, 404, 200, 999))),
                        before(requests),
                        1 + words.below(20));
        world.same(storage -> storage.audit().requests(query));
    }

    private void expire() {
        var before = world.now().minusSeconds(words.below(600));
        world.same(storage -> storage.audit().expireRequests(before));
    }
}
