package dev.keepsake.storage.testkit;

import dev.keepsake.account.Access;
import dev.keepsake.account.Account;
import dev.keepsake.account.AccountId;
import dev.keepsake.account.ApiKey;
import dev.keepsake.account.Founding;
import dev.keepsake.account.KeyHash;
import dev.keepsake.account.KeyId;
import dev.keepsake.account.OneTimeCode;
import dev.keepsake.account.Organization;
import dev.keepsake.account.OrganizationId;
import dev.keepsake.account.Project;
import dev.keepsake.account.ProjectId;
import dev.keepsake.account.Session;
import dev.keepsake.account.SessionId;
import dev.keepsake.account.TokenHash;
import dev.keepsake.event.Event;
import dev.keepsake.event.EventId;
import dev.keepsake.event.EventType;
import dev.keepsake.memory.Change;
import dev.keepsake.memory.Encoding;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Scope;
import dev.keepsake.memory.Times;
import dev.keepsake.model.Bill.Spent;
import dev.keepsake.model.Operation;
import dev.keepsake.model.PlainAnalyzer;
import dev.keepsake.search.Bm25;
import dev.keepsake.storage.ChangeSet;
import dev.keepsake.storage.Mark;
import dev.keepsake.storage.SearchIndex;
import dev.keepsake.storage.WorkQueue;
import dev.keepsake.usage.Usage;
import dev.keepsake.webhook.SealedSecret;
import dev.keepsake.webhook.Signing;
import dev.keepsake.webhook.Standing;
import dev.keepsake.webhook.Subscription;
import dev.keepsake.webhook.Webhook;
import dev.keepsake.webhook.WebhookEvent;
import dev.keepsake.webhook.WebhookId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/// Builds test data. Nothing here needs a model: vectors are drawn from a generator that the text
/// seeds, so equal texts have equal vectors and different texts unrelated ones.
public final class Samples {

    /// When tests happen; whole to the microsecond, as everything stored is.
    public static final Instant START = Instant.parse("2027-01-15T10:00:00.123456Z");

    public static final String MODEL = "sample-8";

    public static final int DIMENSIONS = 8;

    private static final PlainAnalyzer ANALYZER = new PlainAnalyzer();

    private Samples() {}

    /// A memory of a new id, in no scope, created at [#START].
    public static Sample memory(String text) {
        return new Sample(Memory.of(MemoryId.random(), text, Scope.NONE, Times.at(START)));
    }

    public static Encoding encoding(String text) {
        return new Encoding(ANALYZER.terms(text), MODEL, vector(text));
    }

    /// A unit vector that depends on the text alone.
    public static float[] vector(String text) {
        var random = new Random(text.hashCode());
        var values = random.doubles(DIMENSIONS, -1, 1).toArray();
        var norm = 0.0;
        for (var value : values) {
            norm += value * value;
        }
        var vector = new float[DIMENSIONS];
        for (var i = 0; i < DIMENSIONS; i++) {
            vector[i] = (float) (values[i] / Math.sqrt(norm));
        }
        return vector;
    }

    /// What an index of sample memories is made with.
    public static SearchIndex.Fingerprint fingerprint(SearchIndex index) {
        return new SearchIndex.Fingerprint(MODEL, DIMENSIONS, index.layout());
    }

    /// A question for the index; each of its words counts once.
    public static SearchIndex.Probe probe(String question, int nearest, int matching) {
        return new SearchIndex.Probe(
                vector(question),
                ANALYZER.terms(question).stream().distinct().toList(),
                nearest,
                matching,
                Bm25.STANDARD);
    }

    /// A new event that has just succeeded.
    public static Event finished(EventType type, Scope scope, Instant now) {
        return pending(type, scope, now).succeeded(List.of(), Map.of(), now);
    }

    /// A new event that waits.
    public static Event pending(EventType type, Scope scope, Instant now) {
        return Event.pending(EventId.random(), type, scope, Map.of("asked", "sample"), now);
    }

    /// Changes of one new operation.
    public static ChangeSet changes(Instant now, Change... changes) {
        return ChangeSet.of(List.of(changes), finished(EventType.ADD, Scope.NONE, now));
    }

    /// Work of a new add.
    public static WorkQueue.Work work(Instant now, String... lanes) {
        return new WorkQueue.Work(
                pending(EventType.ADD, Scope.NONE, now), Set.of(lanes), Map.of("kind", "sample"));
    }

    /// A first account with its organization, project and key.
    public static Founding founding(String username, Instant now) {
        var account = account(username, now);
        var organization = organization(username + "'s organization", now);
        var project = project(organization.id(), "default-project", true, now);
        var key = key(account, project, "hash of " + username, now);
        return new Founding(account, organization, project, key);
    }

    public static Account account(String username, Instant now) {
        return new Account(
                AccountId.random(),
                username,
                username,
                username + "@example.com",
                null,
                false,
                null,
                now);
    }

    public static Session session(Account account, Instant now) {
        return new Session(
                SessionId.random(),
                account.id(),
                TokenHash.of(UUID.randomUUID().toString()),
                TokenHash.of(UUID.randomUUID().toString()),
                now,
                now,
                now.plus(Duration.ofDays(14)),
                "192.0.2.1",
                "a browser");
    }

    /// A code whose hash is `right`, for ten minutes.
    public static OneTimeCode code(String email, OneTimeCode.Purpose purpose, Instant now) {
        return new OneTimeCode(
                email, purpose, new KeyHash("right"), 0, now, now.plus(Duration.ofMinutes(10)));
    }

    public static Organization organization(String name, Instant now) {
        return new Organization(OrganizationId.random(), name, now, now);
    }

    public static Project project(
            OrganizationId organization, String name, boolean isDefault, Instant now) {
        return project(ProjectId.random(), organization, name, isDefault, now);
    }

    static Project project(
            ProjectId id,
            OrganizationId organization,
            String name,
            boolean isDefault,
            Instant now) {
        return new Project(id, organization, name, null, isDefault, Map.of(), now, now);
    }

    public static ApiKey key(Account account, Project project, String hash, Instant now) {
        return new ApiKey(
                KeyId.random(),
                new KeyHash(hash),
                "ks-12345",
                "6789",
                "sample",
                account.id(),
                project.organization(),
                project.id(),
                false,
                Access.ADMIN,
                null,
                null,
                now);
    }

    /// An active webhook that wants to know of everything that is added.
    public static Webhook webhook(ProjectId project, Instant now) {
        return new Webhook(
                WebhookId.random(),
                project,
                "dana",
                new Subscription(
                        "sample",
                        "https://hooks.example.org/sample",
                        List.of(WebhookEvent.MEMORY_ADD),
                        false),
                Signing.with(new SealedSecret("sealed")),
                Standing.active(Mark.START),
                now,
                now);
    }

    public static Usage usage(LocalDate day) {
        return new Usage(day, Operation.EXTRACT, "fake/model", new Spent(1, 100, 10, null));
    }
}
