package dev.keepsake.storage;

import dev.keepsake.account.ProjectId;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Page;
import dev.keepsake.webhook.Delivery;
import dev.keepsake.webhook.DeliveryId;
import dev.keepsake.webhook.Webhook;
import dev.keepsake.webhook.WebhookId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Webhooks in the order of creation, deliveries in the order of queueing.
final class InMemoryWebhooks implements Webhooks {

    private final Gate gate;
    private final InstantSource clock;
    private final Map<WebhookId, Webhook> webhooks = new LinkedHashMap<>();
    private final Map<DeliveryId, Queued> deliveries = new LinkedHashMap<>();
    private Mark mark = Mark.START;

    InMemoryWebhooks(Gate gate, InstantSource clock) {
        this.gate = gate;
        this.clock = clock;
    }

    @Override
    public void create(Webhook webhook) {
        gate.run(() -> {
            if (webhooks.putIfAbsent(webhook.id(), webhook) != null) {
                throw new Failure.Conflict("webhook " + webhook.id() + " exists");
            }
        });
    }

    @Override
    public Optional<Webhook> find(WebhookId id) {
        return gate.inside(() -> Optional.ofNullable(webhooks.get(id)));
    }

    @Override
    public List<Webhook> list(ProjectId project) {
        return gate.inside(() ->
                webhooks.values().stream().filter(each -> each.project().equals(project)).toList());
    }

    @Override
    public Optional<Webhook> change(
            ProjectId project, WebhookId id, UnaryOperator<Webhook> change) {
        return gate.inside(() -> of(project, id).map(webhook -> keep(change.apply(webhook))));
    }

    private Optional<Webhook> of(ProjectId project, WebhookId id) {
        return Optional.ofNullable(webhooks.get(id)).filter(each -> each.project().equals(project));
    }

    private Webhook keep(Webhook webhook) {
        webhooks.put(webhook.id(), webhook);
        if (!webhook.isActive()) {
            of(webhook.id())
                    .filter(each -> each.delivery.isPending())
                    .forEach(each -> each.show(each.delivery.dropped()));
        }
        return webhook;
    }

    @Override
    public boolean remove(ProjectId project, WebhookId id) {
        return gate.inside(() -> {
            var known = of(project, id).isPresent();
            if (known) {
                webhooks.remove(id);
                deliveries.values().removeIf(each -> each.delivery.webhook().equals(id));
            }
            return known;
        });
    }

    @Override
    public Mark mark() {
        return gate.inside(() -> mark);
    }

    @Override
    public Optional<Mark> listeningSince() {
        return gate.inside(() ->
                webhooks.values().stream()
                        .filter(Webhook::isActive)
                        .map(each -> each.standing().since())
                        .min(Comparator.naturalOrder()));
    }

    @Override
    public List<Webhook> active(Collection<ProjectId> projects) {
        return gate.inside(() ->
                webhooks.values().stream()
                        .filter(Webhook::isActive)
                        .filter(each -> projects.contains(each.project()))
                        .toList());
    }

    @Override
    public boolean advance(Mark from, Mark to, List<Delivery> made) {
        return gate.inside(() -> {
            if (!mark.equals(from)) {
                return false;
            }
            mark = to;
            made.stream()
                    .filter(each ->
                            of(each.project(), each.webhook())
                                    .filter(Webhook::isActive)
                                    .isPresent())
                    .forEach(each -> deliveries.put(each.id(), new Queued(each)));
            return true;
        });
    }

    @Override
    public List<Lease> claim(int most, int mostOfOne, Duration hold) {
        return gate.inside(() -> {
            var now = clock.instant();
            List<Lease> leases = new ArrayList<>();
            for (var webhook : leastBusyFirst(now)) {
                var free = mostOfOne - inHand(webhook.id(), now);
                of(webhook.id())
                        .filter(each -> each.isDue(now))
                        // sorting keeps equals in the order of queueing
                        .sorted(Comparator.comparing(Queued::due))
                        .limit(Math.max(0, Math.min(free, (long) most - leases.size())))
                        .forEach(each -> leases.add(each.handOut(webhook, now.plus(hold))));
            }
            return leases;
        });
    }

    private List<Webhook> leastBusyFirst(Instant now) {
        return webhooks.values().stream()
                .sorted(Comparator.comparing(each -> inHand(each.id(), now)))
                .toList();
    }

    private int inHand(WebhookId webhook, Instant now) {
        return (int) of(webhook).filter(each -> each.isInHand(now)).count();
    }

    private Stream<Queued> of(WebhookId webhook) {
        return deliveries.values().stream().filter(each -> each.delivery.webhook().equals(webhook));
    }

    @Override
    public boolean finish(Lease lease, Delivery after, UnaryOperator<Webhook> effect) {
        return gate.inside(() -> {
            var queued = deliveries.get(lease.delivery().id());
            if (queued == null || !lease.token().equals(queued.token)) {
                return false;
            }
            queued.show(after);
            change(after.project(), after.webhook(), effect);
            return true;
        });
    }

    @Override
    public void record(Delivery ended) {
        gate.run(() -> {
            if (of(ended.project(), ended.webhook()).isEmpty()) {
                throw new Failure.Missing("there is no webhook " + ended.webhook());
            }
            deliveries.put(ended.id(), new Queued(ended));
        });
    }

    @Override
    public Page<Delivery> deliveries(ProjectId project, WebhookId webhook, Page.Ask ask) {
        return gate.inside(() ->
                Pages.cut(
                        of(webhook)
                                .map(each -> each.delivery)
                                .filter(each -> each.project().equals(project))
                                .toList()
                                .reversed(),
                        ask));
    }

    @Override
    public Optional<Delivery> delivery(ProjectId project, WebhookId webhook, DeliveryId id) {
        return gate.inside(() -> queued(project, webhook, id).map(each -> each.delivery));
    }

    private Optional<Queued> queued(ProjectId project, WebhookId webhook, DeliveryId id) {
        return Optional.ofNullable(deliveries.get(id))
                .filter(each -> each.delivery.project().equals(project))
                .filter(each -> each.delivery.webhook().equals(webhook));
    }

    @Override
    public Delivery redeliver(ProjectId project, WebhookId webhook, DeliveryId id, Instant due) {
        return gate.inside(() -> {
            var queued =
                    queued(project, webhook, id)
                            .orElseThrow(() -> new Failure.Missing("there is no delivery " + id));
            if (queued.delivery.isPending()) {
                throw new Failure.Conflict("The delivery is still pending.");
            }
            if (queued.delivery.notice() == null) {
                throw new Failure.Conflict("The content of the delivery was erased.");
            }
            if (of(project, webhook).filter(Webhook::isActive).isEmpty()) {
                throw new Failure.Conflict("The webhook is inactive.");
            }
            queued.show(queued.delivery.pending(due));
            return queued.delivery;
        });
    }

    @Override
    public int expire(Instant before) {
        return gate.inside(
                () -> removed(each -> !each.isPending() && each.createdAt().isBefore(before)));
    }

    private int removed(Predicate<Delivery> which) {
        var size = deliveries.size();
        deliveries.values().removeIf(each -> which.test(each.delivery));
        return size - deliveries.size();
    }

    @Override
    public Redaction redact(ProjectId project, Collection<MemoryId> memories) {
        return gate.inside(() -> {
            var telling =
                    deliveries.values().stream()
                            .filter(each -> each.delivery.project().equals(project))
                            .filter(each -> each.tellsOf(memories))
                            .toList();
            telling.forEach(Queued::forget);
            var pending = telling.stream().filter(each -> each.delivery.isPending()).count();
            return new Redaction(telling.size() - pending, pending);
        });
    }

    @Override
    public long erase(ProjectId project) {
        return gate.inside(() -> {
            long gone = removed(each -> each.project().equals(project));
            var size = webhooks.size();
            webhooks.values().removeIf(each -> each.project().equals(project));
            return gone + size - webhooks.size();
        });
    }

    private static final class Queued {
        Delivery delivery;
        @Nullable String token;
        Instant until = Instant.MIN;
        boolean forgets;

        Queued(Delivery delivery) {
            this.delivery = delivery;
        }

        Instant due() {
            var due = delivery.due();
            if (due == null) {
                return Instant.MAX;
            }
            return token == null ? due : until;
        }

        boolean isDue(Instant now) {
            return !now.isBefore(due());
        }

        boolean isInHand(Instant now) {
            return token != null && now.isBefore(until);
        }

        Lease handOut(Webhook webhook, Instant newUntil) {
            token = UUID.randomUUID().toString();
            until = newUntil;
            return new Lease(token, webhook, delivery);
        }

        void show(Delivery newDelivery) {
            token = null;
            delivery = forgets && !newDelivery.isPending() ? newDelivery.blanked() : newDelivery;
        }

        boolean tellsOf(Collection<MemoryId> memories) {
            var notice = delivery.notice();
            return notice != null && memories.contains(notice.memory());
        }

        void forget() {
            forgets = true;
            if (!delivery.isPending()) {
                delivery = delivery.blanked();
            }
        }
    }
}
