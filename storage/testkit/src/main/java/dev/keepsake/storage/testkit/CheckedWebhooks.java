package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.account.ProjectId;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Page;
import dev.keepsake.storage.Mark;
import dev.keepsake.storage.Webhooks;
import dev.keepsake.webhook.Delivery;
import dev.keepsake.webhook.DeliveryId;
import dev.keepsake.webhook.Webhook;
import dev.keepsake.webhook.WebhookId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/// The part of [CheckedStorage] that watches webhooks.
record CheckedWebhooks(Webhooks stored, Checks checks, Set<String> tokens) implements Webhooks {

    CheckedWebhooks(Webhooks stored, Checks checks) {
        this(stored, checks, ConcurrentHashMap.newKeySet());
    }

    @Override
    public void create(Webhook webhook) {
        checks.run(() -> stored.create(webhook));
    }

    @Override
    public Optional<Webhook> find(WebhookId id) {
        var found = checks.answer(() -> stored.find(id));
        found.ifPresent(webhook -> assertThat(webhook.id()).isEqualTo(id));
        return found;
    }

    @Override
    public List<Webhook> list(ProjectId project) {
        var webhooks = checks.answer(() -> stored.list(project));
        assertThat(webhooks).allMatch(each -> each.project().equals(project));
        return webhooks;
    }

    @Override
    public Optional<Webhook> change(
            ProjectId project, WebhookId id, UnaryOperator<Webhook> change) {
        var changed = checks.answer(() -> stored.change(project, id, change));
        changed.ifPresent(webhook -> assertThat(webhook.project()).isEqualTo(project));
        return changed;
    }

    @Override
    public boolean remove(ProjectId project, WebhookId id) {
        return checks.answer(() -> stored.remove(project, id));
    }

    @Override
    public Mark mark() {
        return checks.answer(stored::mark);
    }

    @Override
    public Optional<Mark> listeningSince() {
        return checks.answer(stored::listeningSince);
    }

    @Override
    public List<Webhook> active(Collection<ProjectId> projects) {
        var webhooks = checks.answer(() -> stored.active(projects));
        assertThat(webhooks).allMatch(each -> each.isActive() && projects.contains(each.project()));
        return webhooks;
    }

    @Override
    public boolean advance(Mark from, Mark to, List<Delivery> deliveries) {
        return checks.answer(() -> stored.advance(from, to, deliveries));
    }

    @Override
    public List<Lease> claim(int most, int mostOfOne, Duration hold) {
        var leases = checks.answer(() -> stored.claim(most, mostOfOne, hold));
        assertThat(leases).hasSizeLessThanOrEqualTo(most);
        for (var lease : leases) {
            assertThat(tokens.add(lease.token())).as("a new token").isTrue();
            assertThat(lease.delivery().isPending()).as("pending").isTrue();
            assertThat(lease.webhook().isActive()).as("active").isTrue();
            assertThat(lease.delivery().webhook()).isEqualTo(lease.webhook().id());
            assertThat(lease.delivery().project()).isEqualTo(lease.webhook().project());
        }
        return leases;
    }

    @Override
    public boolean finish(Lease lease, Delivery after, UnaryOperator<Webhook> effect) {
        return checks.answer(() -> stored.finish(lease, after, effect));
    }

    @Override
    public void record(Delivery ended) {
        checks.run(() -> stored.record(ended));
    }

    @Override
    public Page<Delivery> deliveries(ProjectId project, WebhookId webhook, Page.Ask ask) {
        var page = checks.answer(() -> stored.deliveries(project, webhook, ask));
        Checks.isPageOf(ask, page);
        assertThat(page.items())
                .allMatch(each -> each.project().equals(project) && each.webhook().equals(webhook));
        return page;
    }

    @Override
    public Optional<Delivery> delivery(ProjectId project, WebhookId webhook, DeliveryId id) {
        var found = checks.answer(() -> stored.delivery(project, webhook, id));
        found.ifPresent(delivery -> assertThat(delivery.project()).isEqualTo(project));
        return found;
    }

    @Override
    public Delivery redeliver(ProjectId project, WebhookId webhook, DeliveryId id, Instant due) {
        return checks.answer(() -> stored.redeliver(project, webhook, id, due));
    }

    @Override
    public int expire(Instant before) {
        return checks.answer(() -> stored.expire(before));
    }

    @Override
    public Redaction redact(ProjectId project, Collection<MemoryId> memories) {
        return checks.answer(() -> stored.redact(project, memories));
    }

    @Override
    public long erase(ProjectId project) {
        return checks.answer(() -> stored.erase(project));
    }
}
