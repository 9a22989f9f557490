package dev.keepsake.export;

import static dev.keepsake.engine.Engine.NO_PAYLOAD;
import static dev.keepsake.engine.Engine.memory;
import static dev.keepsake.engine.Engine.replaced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.account.Access;
import dev.keepsake.account.Caller;
import dev.keepsake.account.ProjectId;
import dev.keepsake.account.Role;
import dev.keepsake.engine.Engine;
import dev.keepsake.engine.Until;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.FilterParser;
import dev.keepsake.memory.Lifecycle;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.Scope;
import dev.keepsake.memory.Times;
import dev.keepsake.model.PlainAnalyzer;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// From an order to its result. Display names start with the row of the engine contract's
/// acceptance table.
class ExporterTest {

    private static final Duration WEEK = Duration.ofDays(7);
    private static final Scope U = Scope.ofUser("u");
    private static final Map<String, @Nullable Object> OF_U = Map.of("user_id", "u");
    private static final Map<String, @Nullable Object> SCHEMA =
            Map.of("type", "object", "properties", Map.of("told", Map.of("type", "array")));

    private final Engine engine = new Engine();
    private final FilterParser parser = new FilterParser(new PlainAnalyzer());
    private final List<ExportFiller.Task> tasks = new CopyOnWriteArrayList<>();
    private volatile Function<ExportFiller.Task, Map<String, @Nullable Object>> filling =
            ExporterTest::everything;
    private volatile Function<Map<String, @Nullable Object>, List<SchemaCheck.Violation>> checking =
            _ -> List.of();
    private final SchemaCheck check =
            new SchemaCheck() {
                @Override
                public void require(Map<String, @Nullable Object> schema) {
                    if (schema.containsKey("broken")) {
                        throw new Failure.Invalid("schema: broken");
                    }
                }

                @Override
                public List<Violation> violations(
                        Map<String, @Nullable Object> schema, Map<String, @Nullable Object> value) {
                    return checking.apply(value);
                }
            };
    private ExportRunner runner = runner();
    private Exporter exporter = exporter();

    private ExportRunner runner() {
        return new ExportRunner(
                engine.storage.exports(), engine.memories, parser, this::fill, check, engine.clock);
    }

    private Exporter exporter() {
        return new Exporter(engine.storage.exports(), runner, check, parser, WEEK, engine.clock);
    }

    private Map<String, @Nullable Object> fill(ExportFiller.Task task) {
        tasks.add(task);
        return filling.apply(task);
    }

    private static Map<String, @Nullable Object> everything(ExportFiller.Task task) {
        return Map.of("told", task.rows().stream().map(row -> row.memory().text()).toList());
    }

    @AfterEach
    void close() {
        runner.close();
        engine.close();
    }

    @Test
    void anExportTellsWhatItsMemoriesSay() {
        engine.put(at(1, "one"), at(2, "two"), memory(Scope.ofUser("v"), "of somebody else"));

        var result = awaited(order(OF_U));

        assertThat(result).isEqualTo(Map.of("told", List.of("one", "two")));
        assertThat(tasks.getFirst().instructions()).isEqualTo("be brief");
        assertThat(tasks.getFirst().schema()).isEqualTo(SCHEMA);
    }

    @Test
    void activeAndSupersededMemoriesTakePartAndOthersDoNot() {
        var kept = at(3, "kept");
        engine.put(
                replaced(at(1, "superseded"), Lifecycle.SUPERSEDED, kept),
                replaced(at(2, "merged"), Lifecycle.MERGED, kept),
                kept,
                at(4, "expired").withExpiration(LocalDate.parse("2020-01-01")));

        assertThat(awaited(order(OF_U))).containsEntry("told", List.of("superseded", "kept"));
    }

    @Test
    @DisplayName("X07 an export that is not done cannot be fetched")
    void anExportThatIsNotDoneCannotBeFetched() {
        var gate = new CountDownLatch(1);
        filling =
                task -> {
                    await(gate);
                    return everything(task);
                };

        var id = order(OF_U);

        assertThatThrownBy(() -> exporter.result(engine.caller, id))
                .satisfies(ExporterTest::isNone);
        assertThatThrownBy(() -> exporter.newest(engine.caller, OF_U))
                .satisfies(ExporterTest::isNone);
        gate.countDown();
        awaited(id);
    }

    @Test
    @DisplayName("X08 on the eighth day an export is gone")
    void onTheEighthDayAnExportIsGone() {
        var id = order(OF_U);
        awaited(id);
        engine.clock.advance(WEEK.minusSeconds(1));
        assertThat(exporter.result(engine.caller, id)).isNotNull();

        engine.clock.advance(Duration.ofSeconds(1));

        assertThatThrownBy(() -> exporter.result(engine.caller, id))
                .satisfies(ExporterTest::isNone);
        assertThatThrownBy(() -> exporter.newest(engine.caller, OF_U))
                .satisfies(ExporterTest::isNone);
    }

    @Test
    void theNewestOfAFilterIsFoundByAnySpellingOfIt() {
        engine.put(at(1, "one"));
        awaited(order(Map.of("user_id", "u", "run_id", "*")));
        engine.clock.advance(Duration.ofSeconds(1));
        awaited(order(OF_U));
        engine.put(at(2, "two"));
        engine.clock.advance(Duration.ofSeconds(1));
        awaited(order(Map.of("AND", List.of(Map.of("userId", List.of("u"))))));

        for (Map<String, @Nullable Object> spelling :
                List.<Map<String, @Nullable Object>>of(
                        OF_U, Map.of("AND", List.of(OF_U)), Map.of("user_id", Map.of("eq", "u")))) {
            assertThat(exporter.newest(engine.caller, spelling))
                    .containsEntry("told", List.of("one", "two"));
        }
        assertThat(exporter.newest(engine.caller, Map.of("run_id", "*", "user_id", "u")))
                .containsEntry("told", List.of());
        assertThatThrownBy(() -> exporter.newest(engine.caller, Map.of("user_id", "v")))
                .satisfies(ExporterTest::isNone);
    }

    @Test
    void conditionsOnCreationMayBeAboutTheExport() {
        awaited(order(OF_U));

        assertThat(newest(Map.of("created_at", Map.of("gte", "2026-08-22")))).isNotNull();
        assertThat(newest(Map.of("updated_at", "2026-08-22"))).isNotNull();
        for (Map<String, ?> none :
                List.of(
                        Map.of("created_at", Map.of("gt", "2026-08-22")),
                        Map.of("NOT", Map.of("created_at", "2026-08-22")),
                        Map.of("timestamp", "2026-08-22"))) {
            assertThatThrownBy(() -> newest(none)).satisfies(ExporterTest::isNone);
        }
    }

    @Test
    void conditionsOnCreationMayBePartOfTheExportsOwnFilter() {
        Map<String, @Nullable Object> dated =
                Map.of("user_id", "u", "created_at", Map.of("lt", "2026-01-01"));
        awaited(order(dated));

        assertThat(exporter.newest(engine.caller, dated)).isNotNull();
        assertThatThrownBy(() -> exporter.newest(engine.caller, OF_U))
                .satisfies(ExporterTest::isNone);
    }

    @Test
    void aModelThatDoesNotAnswerFailsTheExport() {
        filling =
                _ -> {
                    throw new Failure.ModelFailed("no answer", true);
                };

        assertThat(ended(order(OF_U)).error()).isEqualTo("no answer");
    }

    @Test
    void whatGoesWrongOtherwiseIsTriedThreeTimes() {
        filling =
                _ -> {
                    throw new IllegalStateException("a bug");
                };

        var ended = ended(order(OF_U));

        assertThat(ended.state()).isEqualTo(Export.State.FAILED);
        assertThat(ended.error()).contains("3 times");
        assertThat(tasks).hasSize(3);
        filling = ExporterTest::everything;
        assertThat(awaited(order(OF_U))).isNotNull();
    }

    @Test
    void aPlaceThatTheSchemaDoesNotAcceptIsMadeBlank() {
        checking =
                value ->
                        "wrong".equals(value.get("code"))
                                ? List.of(
                                        new SchemaCheck.Violation(List.of("code"), "pattern", "no"))
                                : List.of();
        filling = _ -> Map.of("code", "wrong", "other", "right");
        Map<String, @Nullable Object> schema =
                Map.of(
                        "type",
                        "object",
                        "properties",
                        Map.of(
                                "code",
                                Map.of("type", "string"),
                                "other",
                                Map.of("type", "string")));

        var id = exporter.order(engine.caller, schema, OF_U, null);

        assertThat(awaited(id)).isEqualTo(Map.of("code", "", "other", "right"));
    }

    @Test
    void whatTheSchemaNeverAcceptsFails() {
        checking = _ -> List.of(new SchemaCheck.Violation(List.of("told"), "pattern", "never"));

        var ended = ended(order(OF_U));

        assertThat(ended.state()).isEqualTo(Export.State.FAILED);
        assertThat(ended.result()).isNull();
    }

    @Test
    void anExportIsMadeAgainWhenItsMemoriesWereDeletedMeanwhile() {
        var gone = at(1, "gone");
        engine.put(gone, at(2, "kept"));
        filling =
                task -> {
                    if (tasks.size() == 1) {
                        engine.editor.delete(engine.caller, gone.id(), false, NO_PAYLOAD);
                    }
                    return everything(task);
                };

        assertThat(awaited(order(OF_U))).containsEntry("told", List.of("kept"));
    }

    @Test
    void whatADeadProcessLeftIsMadeByTheNext() {
        runner.close();
        var id = order(OF_U);
        engine.put(at(1, "one"));
        var dead = engine.storage.exports().claim(Duration.ofMinutes(1)).orElseThrow();
        assertThat(dead.export().id()).isEqualTo(id);
        engine.clock.advance(Duration.ofMinutes(1));

        runner = runner();

        assertThat(awaited(id)).containsEntry("told", List.of("one"));
    }

    @Test
    void ordersThatBreakARuleAreRefused() {
        for (Runnable order :
                List.<Runnable>of(
                        () -> exporter.order(engine.caller, Map.of(), OF_U, null),
                        () -> exporter.order(engine.caller, with("broken"), OF_U, null),
                        () -> exporter.order(engine.caller, SCHEMA, Map.of(), null),
                        () ->
                                exporter.order(
                                        engine.caller,
                                        SCHEMA,
                                        Map.of("categories", List.of("x")),
                                        null))) {
            assertThatThrownBy(order::run).isInstanceOf(Failure.Invalid.class);
        }
        assertThat(engine.storage.exports().claim(WEEK)).isEmpty();
    }

    @Test
    void exportsBelongToTheirProject() {
        engine.put(at(1, "one"));
        var id = order(OF_U);
        awaited(id);
        var stranger = caller(ProjectId.random(), Role.OWNER);

        assertThatThrownBy(() -> exporter.result(stranger, id)).satisfies(ExporterTest::isNone);
        assertThatThrownBy(() -> exporter.newest(stranger, OF_U)).satisfies(ExporterTest::isNone);
        var theirs = exporter.order(stranger, SCHEMA, OF_U, null);
        Until.holds(() -> state(stranger.project(), theirs) == Export.State.DONE);
        assertThat(exporter.result(stranger, theirs)).containsEntry("told", List.of());
    }

    @Test
    void readersFetchAndOwnersOrder() {
        var id = order(OF_U);
        awaited(id);
        var reader = caller(engine.project(), Role.READER);

        assertThat(exporter.result(reader, id)).isNotNull();
        assertThatThrownBy(() -> exporter.order(reader, SCHEMA, OF_U, null))
                .isInstanceOf(Failure.Forbidden.class);
    }

    @Test
    void aFilterAndIdsMeanBoth() {
        assertThat(Exporter.together(Map.of(), null)).isEmpty();
        assertThat(Exporter.together(Map.of(), Map.of())).isEmpty();
        assertThat(Exporter.together(Map.of("user_id", "u"), Map.of("run_id", "r")).orElseThrow())
                .isEqualTo(Map.of("AND", List.of(Map.of("user_id", "u"), Map.of("run_id", "r"))));
    }

    private ExportId order(Map<String, @Nullable Object> filter) {
        return exporter.order(engine.caller, SCHEMA, filter, "be brief");
    }

    private Map<String, @Nullable Object> newest(Map<String, ?> condition) {
        return exporter.newest(engine.caller, Map.of("AND", List.of(OF_U, condition)));
    }

    private Map<String, @Nullable Object> awaited(ExportId id) {
        assertThat(ended(id).error()).isNull();
        return exporter.result(engine.caller, id);
    }

    private Export ended(ExportId id) {
        Until.holds(() -> {
            var state = state(engine.project(), id);
            return state == Export.State.DONE || state == Export.State.FAILED;
        });
        return engine.storage.exports().find(engine.project(), id).orElseThrow();
    }

    private Export.State state(ProjectId project, ExportId id) {
        return engine.storage.exports().find(project, id).orElseThrow().state();
    }

    private Caller caller(ProjectId project, Role role) {
        return Engine.caller(engine.caller.organization(), project, role, Access.ADMIN);
    }

    private static Map<String, @Nullable Object> with(String key) {
        return Map.of("type", "object", key, true);
    }

    private static Memory at(int second, String text) {
        return memory(U, text).withTimes(Times.at(Engine.NOW.plusSeconds(second)));
    }

    private static void isNone(Throwable failure) {
        assertThat(failure)
                .isInstanceOf(Failure.Missing.class)
                .hasMessageContaining("No memory export request found");
    }

    private static void await(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
