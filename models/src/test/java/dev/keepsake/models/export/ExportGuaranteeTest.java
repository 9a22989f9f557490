package dev.keepsake.models.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.account.Access;
import dev.keepsake.account.AccountId;
import dev.keepsake.account.Caller;
import dev.keepsake.account.Credential;
import dev.keepsake.account.Identity;
import dev.keepsake.account.KeyId;
import dev.keepsake.account.OrganizationId;
import dev.keepsake.account.ProjectId;
import dev.keepsake.account.Role;
import dev.keepsake.event.EventId;
import dev.keepsake.export.Export;
import dev.keepsake.export.ExportFiller;
import dev.keepsake.export.ExportId;
import dev.keepsake.export.ExportRunner;
import dev.keepsake.export.Exporter;
import dev.keepsake.export.RulesFiller;
import dev.keepsake.memory.Change;
import dev.keepsake.memory.FilterParser;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Scope;
import dev.keepsake.memory.Stored;
import dev.keepsake.memory.Times;
import dev.keepsake.model.Encoder;
import dev.keepsake.models.schema.JsonSchemaCheck;
import dev.keepsake.models.text.LuceneAnalyzer;
import dev.keepsake.storage.ChangeSet;
import dev.keepsake.storage.InMemoryStorage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Whatever the schema and whatever the filler makes: what an export gives is accepted by its
/// schema.
class ExportGuaranteeTest {

    private static final int SCHEMAS = 400;
    private static final Instant NOW = Instant.parse("2026-08-22T12:00:00Z");
    private static final List<String> MEMORIES =
            List.of(
                    "Ines works at Novo Foods as a packaging engineer",
                    "User lives in Bergen",
                    "User moved to Graz",
                    "User is 34 years old and has two kids",
                    "User likes tea, dark chocolate and long walks in the hills around the town",
                    "User works full time",
                    "User's birthday is on March 3, 1990",
                    "User's favorite color is green",
                    "User's email is ines@example.org",
                    "User is not vegetarian",
                    "東京に住んでいます");

    private final InMemoryStorage storage = new InMemoryStorage(() -> NOW);
    private final HashedWords embedder = new HashedWords();
    private final LuceneAnalyzer analyzer = new LuceneAnalyzer();
    private final FilterParser parser = new FilterParser(analyzer);
    private final JsonSchemaCheck check = new JsonSchemaCheck();
    private final Caller caller =
            new Caller(
                    new Identity(
                            AccountId.random(),
                            "dana",
                            null,
                            false,
                            Access.ADMIN,
                            new Credential.Key(KeyId.random(), false)),
                    OrganizationId.random(),
                    ProjectId.random(),
                    Role.OWNER);

    @AfterEach
    void close() {
        storage.close();
    }

    @Test
    void whatRulesFillIsAccepted() {
        remember();

        everyResultIsAccepted(new RulesFiller(embedder, analyzer), 1);
    }

    @Test
    void whatIsFilledFromNothingIsAccepted() {
        everyResultIsAccepted(new RulesFiller(embedder, analyzer), 2);
    }

    @Test
    void whatIsMadeOfAnyAnswerIsAccepted() {
        var answers = new RandomSchemas(3);
        remember();

        everyResultIsAccepted(_ -> answers.object(2, 8), 4);
    }

    private void everyResultIsAccepted(ExportFiller filler, long seed) {
        var schemas = new RandomSchemas(seed);
        Map<ExportId, Map<String, @Nullable Object>> ordered = new LinkedHashMap<>();
        try (var runner =
                new ExportRunner(
                        storage.exports(), storage.memories(), parser, filler, check, () -> NOW)) {
            var exporter =
                    new Exporter(
                            storage.exports(),
                            runner,
                            check,
                            parser,
                            Duration.ofDays(7),
                            () -> NOW);
            for (var at = 0; at < SCHEMAS; at++) {
                var schema = schemas.schema();
                ordered.put(exporter.order(caller, schema, Map.of("user_id", "u"), null), schema);
            }
            ordered.forEach((id, schema) -> {
                var made = awaited(id);
                assertThat(made.error()).as("seed %s: %s", seed, schema).isNull();
                assertThat(check.violations(schema, exporter.result(caller, id)))
                        .as("seed %s: %s%n%s", seed, schema, made.result())
                        .isEmpty();
            });
        }
    }

    private Export awaited(ExportId id) {
        var deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (true) {
            var export = storage.exports().find(caller.project(), id).orElseThrow();
            if (export.finished() != null) {
                return export;
            }
            assertThat(System.nanoTime()).as("not finished: %s", export).isLessThan(deadline);
            Thread.yield();
        }
    }

    private void remember() {
        var memories = new ArrayList<Memory>();
        for (var text : MEMORIES) {
            memories.add(
                    Memory.of(
                            MemoryId.random(),
                            text,
                            Scope.ofUser("u"),
                            Times.at(NOW.plusSeconds(memories.size()))));
        }
        var encodings = new Encoder(embedder, analyzer).encodeAll(memories);
        List<Change> changes = new ArrayList<>();
        for (var at = 0; at < memories.size(); at++) {
            changes.add(
                    new Change.Added(new Stored(memories.get(at), encodings.get(at)), List.of()));
        }
        storage.memories()
                .apply(
                        caller.project(),
                        new ChangeSet(
                                NOW,
                                changes,
                                null,
                                new ChangeSet.Settlement.Unrecorded(EventId.random())));
    }
}
