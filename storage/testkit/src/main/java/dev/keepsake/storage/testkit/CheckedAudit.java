package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.account.AuditEntry;
import dev.keepsake.account.OrganizationId;
import dev.keepsake.account.RequestEntry;
import dev.keepsake.storage.AuditLog;
import dev.keepsake.storage.RequestQuery;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The part of [CheckedStorage] that watches the logs: nothing that was not asked for, newest
/// first.
record CheckedAudit(AuditLog stored, Checks checks) implements AuditLog {

    @Override
    public void record(AuditEntry entry) {
        checks.run(() -> stored.record(entry));
    }

    @Override
    public List<AuditEntry> audit(
            Optional<OrganizationId> organization, Optional<UUID> before, int limit) {
        var entries = checks.answer(() -> stored.audit(organization, before, limit));
        assertThat(entries).hasSizeLessThanOrEqualTo(limit).doesNotHaveDuplicates();
        Checks.ordered(entries, Comparator.comparing(AuditEntry::at).reversed());
        organization.ifPresent(
                id -> assertThat(entries).allMatch(each -> id.equals(each.organization())));
        return entries;
    }

    @Override
    public void record(List<RequestEntry> entries) {
        checks.run(() -> stored.record(entries));
    }

    @Override
    public List<RequestEntry> requests(RequestQuery query) {
        var entries = checks.answer(() -> stored.requests(query));
        assertThat(entries).hasSizeLessThanOrEqualTo(query.limit()).doesNotHaveDuplicates();
        Checks.ordered(entries, Comparator.comparing(RequestEntry::at).reversed());
        assertThat(entries).allMatch(each -> query.accepts(each.status()));
        query.project()
                .ifPresent(id -> assertThat(entries).allMatch(each -> id.equals(each.project())));
        query.organizations()
                .ifPresent(ids ->
                        assertThat(entries).extracting(RequestEntry::organization).isSubsetOf(ids));
        return entries;
    }

    @Override
    public int expireRequests(Instant before) {
        var count = checks.answer(() -> stored.expireRequests(before));
        assertThat(count).isNotNegative();
        return count;
    }
}
