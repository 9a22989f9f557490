package dev.keepsake.storage;

import dev.keepsake.account.AuditEntry;
import dev.keepsake.account.OrganizationId;
import dev.keepsake.account.RequestEntry;
import dev.keepsake.failure.Failure;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/// Both logs as maps by id, sorted when they are asked for.
final class InMemoryAudit implements AuditLog {

    /// Ids compare by their text, as unsigned numbers; [UUID#compareTo] takes signs into account.
    private static final Comparator<AuditEntry> DEEDS =
            Comparator.comparing(AuditEntry::at)
                    .thenComparing(each -> each.id().toString())
                    .reversed();

    private static final Comparator<RequestEntry> REQUESTS =
            Comparator.comparing(RequestEntry::at)
                    .thenComparing(each -> each.id().toString())
                    .reversed();

    private final Gate gate;
    private final Map<UUID, AuditEntry> deeds = new LinkedHashMap<>();
    private final Map<UUID, RequestEntry> requests = new LinkedHashMap<>();

    InMemoryAudit(Gate gate) {
        this.gate = gate;
    }

    @Override
    public void record(AuditEntry entry) {
        gate.run(() -> {
            if (deeds.putIfAbsent(entry.id(), entry) != null) {
                throw new Failure.Conflict("entry " + entry.id() + " is taken");
            }
        });
    }

    @Override
    public List<AuditEntry> audit(
            Optional<OrganizationId> organization, Optional<UUID> before, int limit) {
        return gate.inside(() ->
                page(
                        deeds,
                        DEEDS,
                        before,
                        each ->
                                organization.isEmpty()
                                        || organization.get().equals(each.organization()),
                        limit));
    }

    @Override
    public void record(List<RequestEntry> entries) {
        gate.run(() -> entries.forEach(each -> requests.putIfAbsent(each.id(), each)));
    }

    @Override
    public List<RequestEntry> requests(RequestQuery query) {
        return gate.inside(() ->
                page(
                        requests,
                        REQUESTS,
                        query.before(),
                        each -> isWanted(each, query),
                        query.limit()));
    }

    private static boolean isWanted(RequestEntry entry, RequestQuery query) {
        return query.accepts(entry.status())
                && (query.project().isEmpty() || query.project().get().equals(entry.project()))
                && (query.organizations().isEmpty()
                        || (entry.organization() != null
                                && query.organizations().get().contains(entry.organization())));
    }

    private static <T> List<T> page(
            Map<UUID, T> log,
            Comparator<T> order,
            Optional<UUID> before,
            Predicate<T> wanted,
            int limit) {
        var last = before.flatMap(id -> Optional.ofNullable(log.get(id)));
        if (before.isPresent() && last.isEmpty()) {
            return List.of();
        }
        Collection<T> all = log.values();
        return all.stream()
                .filter(each -> last.isEmpty() || order.compare(each, last.get()) > 0)
                .filter(wanted)
                .sorted(order)
                .limit(limit)
                .toList();
    }

    @Override
    public int expireRequests(Instant before) {
        return gate.inside(() -> {
            var known = requests.size();
            requests.values().removeIf(each -> each.at().isBefore(before));
            return known - requests.size();
        });
    }
}
