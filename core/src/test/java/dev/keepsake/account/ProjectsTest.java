package dev.keepsake.account;

import static dev.keepsake.account.Town.fields;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.category.Catalog;
import dev.keepsake.failure.Failure;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Management contract 7.
class ProjectsTest {

    private final Town town = new Town();
    private final Projects projects = town.projects;

    @AfterEach
    void close() {
        town.close();
    }

    @Test
    void anOwnerSeesAllProjectsAReaderTheirOwn() {
        assertThat(list(town.ana)).containsExactly("main", "side");
        assertThat(list(town.ben)).containsExactly("main");
    }

    @Test
    void theRoleIsWhatTheCredentialAllows() {
        assertThat(projects.get(town.in(town.ben, town.main)).role()).isEqualTo(Role.READER);
        assertThat(projects.get(town.in(town.ana, town.main)).role()).isEqualTo(Role.OWNER);

        town.cap(town.ana, Access.READ, false);

        assertThat(projects.get(town.in(town.ana, town.main)).role()).isEqualTo(Role.READER);
    }

    @Test
    void aNewProjectIsEmptyAndNotTheDefault() {
        var created =
                projects.create(
                        town.in(town.ana, town.harbor),
                        fields("name", " support ", "description", "Tier 1\n", "decay", true));

        var project = projects.get(town.in(town.ana, created)).project();
        assertThat(project.name()).isEqualTo("support");
        assertThat(project.description()).isEqualTo("Tier 1\n");
        assertThat(project.isDefault()).isFalse();
        assertThat(project.settings()).isEmpty();
        assertThat(list(town.ana)).containsExactly("main", "side", "support");
        assertThat(list(town.ben)).containsExactly("main");
        assertThat(town.audited(town.harbor)).containsExactly("project.create");
    }

    @Test
    void onlyOwnersOfTheOrganizationCreateProjects() {
        town.projectMembers.change(
                town.in(town.ana, town.main), fields("email", "ben@example.org", "role", "OWNER"));

        assertForbidden(
                () -> projects.create(town.in(town.ben, town.harbor), fields("name", "support")));
    }

    @Test
    void aNewProjectNeedsAName() {
        var owner = town.in(town.ana, town.harbor);

        assertThatThrownBy(() -> projects.create(owner, fields("description", "x")))
                .hasMessage("name: This field is required.");
        assertThatExceptionOfType(Failure.Invalid.class)
                .isThrownBy(() -> projects.create(owner, fields("name", "", "description", 7)))
                .satisfies(invalid ->
                        assertThat(invalid.fields()).containsOnlyKeys("name", "description"));
        assertThat(list(town.ana)).containsExactly("main", "side");
    }

    @Test
    void defaultsAreThoseOfTheContract() {
        assertThat(settings())
                .containsEntry("custom_categories", null)
                .containsEntry("custom_instructions", null)
                .containsEntry("multilingual", false)
                .containsEntry("decay", false)
                .containsEntry("version", "v3")
                .containsEntry("memory_depth", "standard")
                .containsEntry("usecase", null)
                .containsEntry("summary_batch_size", 50)
                .containsEntry("summary_max_tokens", null)
                .containsEntry("synthesis_cadence_hours", 168)
                .containsEntry("synthesis_min_memories", 20)
                .containsEntry("store_secrets", false)
                .hasSize(21);
    }

    static Stream<Arguments> accepted() {
        return Stream.of(
                Arguments.of("custom_instructions", "Only facts.", "Only facts."),
                Arguments.of("custom_instructions", List.of("One.", "Two."), "One.\nTwo."),
                Arguments.of("custom_instructions", List.of(), null),
                Arguments.of("custom_instructions", "x".repeat(20_000), "x".repeat(20_000)),
                Arguments.of("agent_custom_instructions", " as is ", " as is "),
                Arguments.of("multilingual", true, true),
                Arguments.of("decay", true, true),
                Arguments.of("enable_graph", true, true),
                Arguments.of("expiration_date", "2027-02-28", "2027-02-28"),
                Arguments.of("expiration_date", "1999-12-31", "1999-12-31"),
                Arguments.of("version", "v2", "v2"),
                Arguments.of("memory_depth", "deep", "deep"),
                Arguments.of("inclusion_prompt", "tea", "tea"),
                Arguments.of("exclusion_prompt", "coffee", "coffee"),
                Arguments.of("update_custom_instructions", "x", "x"),
                Arguments.of("summary_custom_instructions", "x", "x"),
                Arguments.of("summary_batch_size", 1, 1),
                Arguments.of("summary_batch_size", 1000, 1000),
                Arguments.of("summary_max_tokens", 1, 1),
                Arguments.of("active_prompt_profile", "p", "p"),
                Arguments.of("synthesis", true, true),
                Arguments.of("synthesis_cadence_hours", 24, 24),
                Arguments.of("synthesis_cadence_hours", 720, 720),
                Arguments.of("synthesis_min_memories", 5, 5),
                Arguments.of("custom_categories", List.of(), List.of()),
                Arguments.of("custom_categories", many(200), many(200)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("accepted")
    void aSettingReadsBack(String field, Object value, @Nullable Object readBack) {
        change(fields(field, value));

        assertThat(settings()).containsEntry(field, readBack);
    }

    @Test
    void aUseCaseIsWrittenUnderAnotherName() {
        change(fields("usecase_setting", "support", "usecase", "ignored"));
        assertThat(settings()).containsEntry("usecase", "support");

        change(fields("usecase_setting", 3));
        assertThat(settings()).containsEntry("usecase", "3");

        change(fields("usecase_setting", new BigDecimal("2.50")));
        assertThat(settings()).containsEntry("usecase", "2.50");

        change(fields("usecase_setting", ""));
        assertThat(settings()).containsEntry("usecase", null);
    }

    @Test
    void categoriesAreKeptAsTheyCame() {
        var described = new LinkedHashMap<String, Object>();
        described.put("Billing & Refunds", "Invoices");
        described.put("a_b", "");
        var categories = List.of("misc", described, "Misc", " spaced ", Map.of("misc", "again"));

        change(fields("custom_categories", categories));

        assertThat(settings()).containsEntry("custom_categories", categories);
        var kept = (List<?>) settings().get("custom_categories");
        assertThat(((Map<?, ?>) kept.get(1)).keySet().toArray())
                .containsExactly("Billing & Refunds", "a_b");
    }

    @Test
    void listsAreReplacedAndAnEmptyOneClears() {
        change(fields("custom_categories", List.of("one", "two")));
        change(fields("custom_categories", List.of("three")));
        assertThat(settings()).containsEntry("custom_categories", List.of("three"));

        change(fields("custom_categories", List.of()));
        assertThat(settings()).containsEntry("custom_categories", List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "custom_instructions, x",
        "agent_custom_instructions, x",
        "inclusion_prompt, x",
        "exclusion_prompt, x",
        "update_custom_instructions, x",
        "summary_custom_instructions, x",
        "active_prompt_profile, x",
        "expiration_date, 2027-01-01",
        "memory_depth, deep",
    })
    void nullClearsWhatMayBeNull(String field, String value) {
        change(fields(field, value));

        change(fields(field, null));

        assertThat(settings()).containsEntry(field, null);
    }

    @Test
    void nullLeavesWhatMayNotBeNull() {
        var values =
                fields(
                        "name",
                        "renamed",
                        "custom_categories",
                        List.of("one"),
                        "multilingual",
                        true,
                        "decay",
                        true,
                        "enable_graph",
                        true,
                        "version",
                        "v1",
                        "usecase_setting",
                        "support",
                        "summary_batch_size",
                        7,
                        "synthesis",
                        true,
                        "synthesis_cadence_hours",
                        48,
                        "synthesis_min_memories",
                        9);
        change(values);
        var before = project();

        values.replaceAll((_, _) -> null);
        change(values);

        assertThat(project()).isEqualTo(before);
    }

    @Test
    void nullClearsTheDescription() {
        change(fields("description", "Tier 1"));
        change(fields("name", "renamed"));
        assertThat(project().description()).isEqualTo("Tier 1");

        change(fields("description", null));
        assertThat(project().description()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "custom_instructions",
                "agent_custom_instructions",
                "inclusion_prompt",
                "exclusion_prompt",
                "active_prompt_profile",
                "memory_depth",
            })
    void emptyTextClears(String field) {
        change(fields(field, "x"));

        change(fields(field, ""));

        assertThat(settings()).containsEntry(field, null);
    }

    @Test
    void takingASettingBackToItsDefaultLeavesNothingStored() {
        change(fields("decay", true, "summary_batch_size", 7, "custom_instructions", "x"));
        change(fields("decay", false, "summary_batch_size", 50, "custom_instructions", ""));

        assertThat(project().settings()).isEmpty();
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                refused("name", "", " ", "x".repeat(256), 7, true, List.of()),
                refused("description", 7, "x".repeat(2001), List.of("a"), "\udc00"),
                refused(
                        "custom_instructions",
                        7,
                        true,
                        Map.of(),
                        "x".repeat(20_001),
                        List.of(7),
                        List.of(List.of()),
                        Arrays.asList("a", null),
                        List.of("\ud800"),
                        List.of("x".repeat(10_000), "x".repeat(10_000))),
                refused("agent_custom_instructions", List.of("a"), "x".repeat(20_001)),
                refused("multilingual", "true", 1, "", List.of()),
                refused("decay", "false", 0, Map.of()),
                refused("enable_graph", "yes"),
                refused("synthesis", "on"),
                refused(
                        "expiration_date",
                        "",
                        "2027-02-30",
                        "2027-1-1",
                        "2027-01-01T00:00:00Z",
                        20270101,
                        true),
                refused("version", "", 3, "x".repeat(256)),
                refused("memory_depth", 3, List.of()),
                refused(
                        "usecase_setting",
                        true,
                        List.of(),
                        Map.of(),
                        "x".repeat(256),
                        new BigDecimal("1E+1000000"),
                        new BigDecimal("1E-2000000000")),
                refused("inclusion_prompt", 1, "x".repeat(20_001)),
                refused(
                        "summary_batch_size",
                        0,
                        1001,
                        -1,
                        "50",
                        new BigDecimal("50.0"),
                        5_000_000_000L,
                        true),
                refused("summary_max_tokens", 0, -5, "400"),
                refused("synthesis_cadence_hours", 23, 721, "168"),
                refused("synthesis_min_memories", 4, -1, "20"),
                refused(
                        "custom_categories",
                        "misc",
                        Map.of("a", "b"),
                        7,
                        List.of(7),
                        List.of(""),
                        List.of(Map.of()),
                        List.of(List.of("a")),
                        Arrays.asList("a", null),
                        List.of("x".repeat(101)),
                        List.of(Map.of("a", 7)),
                        List.of(Map.of("", "x")),
                        List.of(Map.of("a", List.of())),
                        List.of(Map.of("x".repeat(101), "d")),
                        List.of(Map.of("a", "\ud800")),
                        List.of("\ud800"),
                        many(201),
                        List.of(manyDescribed(201))));
    }

    private static Arguments refused(String field, Object... values) {
        return Arguments.of(field, List.of(values));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void aWrongSettingIsToldAndChangesNothing(String field, List<Object> values) {
        var before = project();
        for (var value : values) {
            assertThatExceptionOfType(Failure.Invalid.class)
                    .as("%s", value)
                    .isThrownBy(() -> change(fields(field, value, "active_prompt_profile", "p")))
                    .satisfies(invalid -> {
                        assertThat(invalid.fields()).containsOnlyKeys(field);
                        assertThat(invalid.reason()).startsWith(field + ": ");
                    });
        }
        assertThat(project()).isEqualTo(before);
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        assertThatExceptionOfType(Failure.Invalid.class)
                .isThrownBy(() -> change(fields("name", 1, "decay", 1, "multilingual", 1)))
                .satisfies(invalid ->
                        assertThat(invalid.fields())
                                .containsOnlyKeys("name", "decay", "multilingual"));
    }

    @Test
    void whatIsUnknownOrNotToBeWrittenIsIgnored() {
        var before = project();
        town.clock.advance(Duration.ofSeconds(1));

        change(
                fields(
                        "org_id",
                        "other",
                        "project_id",
                        town.shore.id().toString(),
                        "retrieval_criteria",
                        List.of(Map.of("joy", 1)),
                        "is_default",
                        false,
                        "user_role",
                        "READER",
                        "members",
                        List.of(),
                        "created_at",
                        "2000-01-01",
                        "synthesis_boundary_at",
                        "2000-01-01",
                        "usecase",
                        "x",
                        "customCategories",
                        List.of("x")));

        assertThat(project()).isEqualTo(before);
    }

    @Test
    void aChangeOfNothingLeavesTheTimeOfChange() {
        change(fields("decay", true));
        var before = project();
        town.clock.advance(Duration.ofSeconds(1));

        change(Map.of());
        change(fields("decay", true));
        assertThat(project()).isEqualTo(before);

        change(fields("decay", false));
        assertThat(project().updatedAt()).isEqualTo(Town.NOW.plusSeconds(1));
        assertThat(project().createdAt()).isEqualTo(Town.NOW);
    }

    @Test
    void switchingSynthesisOnMovesItsBoundary() {
        assertThat(boundary()).isNull();

        change(fields("synthesis", true));
        assertThat(boundary()).isEqualTo(Town.NOW);

        town.clock.advance(Duration.ofHours(1));
        change(fields("synthesis", true, "decay", true));
        change(fields("synthesis", false));
        assertThat(boundary()).isEqualTo(Town.NOW);

        change(fields("synthesis", true));
        assertThat(boundary()).isEqualTo(Town.NOW.plus(Duration.ofHours(1)));
    }

    @Test
    void theEngineSeesWhatWasSet() {
        change(
                fields(
                        "custom_instructions", List.of("One.", "Two."),
                        "agent_custom_instructions", "Agents.",
                        "inclusion_prompt", "tea",
                        "exclusion_prompt", "coffee",
                        "usecase_setting", "support",
                        "memory_depth", "deep",
                        "multilingual", true,
                        "expiration_date", "2027-01-31",
                        "custom_categories", List.of("billing", "food"),
                        "summary_custom_instructions", "Short.",
                        "summary_batch_size", 7,
                        "summary_max_tokens", 99,
                        "store_secrets", true));
        change(fields("synthesis_cadence_hours", 48, "synthesis_min_memories", 30));

        assertThat(project().typedSettings())
                .isEqualTo(
                        new ProjectSettings(
                                "One.\nTwo.",
                                "Agents.",
                                "tea",
                                "coffee",
                                List.of("Use case: support", "Depth of memory: deep"),
                                true,
                                LocalDate.of(2027, 1, 31),
                                Catalog.of(List.of("billing", "food")).orElseThrow(),
                                new ProjectSettings.Summary("Short.", 7, 99),
                                true,
                                new ProjectSettings.Synthesis(
                                        false, Duration.ofHours(48), 30, null)));
        assertThat(town.side.typedSettings()).isEqualTo(ProjectSettings.DEFAULTS);
        assertThat(ProjectSettings.DEFAULTS.summary())
                .isEqualTo(new ProjectSettings.Summary(null, 50, null));
    }

    @Test
    void changesOfDifferentSettingsAtTheSameTimeAllStay() throws Exception {
        var owner = town.in(town.ana, town.main);
        var changes =
                List.<Map<String, @Nullable Object>>of(
                        fields("decay", true),
                        fields("multilingual", true),
                        fields("enable_graph", true),
                        fields("synthesis", true),
                        fields("name", "renamed"),
                        fields("custom_categories", List.of("a")));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<?>>();
            changes.forEach(
                    each -> running.add(threads.submit(() -> projects.change(owner, each))));
            for (var each : running) {
                each.get();
            }
        }

        assertThat(project().name()).isEqualTo("renamed");
        assertThat(settings())
                .containsEntry("decay", true)
                .containsEntry("multilingual", true)
                .containsEntry("enable_graph", true)
                .containsEntry("synthesis", true)
                .containsEntry("custom_categories", List.of("a"));
    }

    @Test
    void theAuditLogTellsWhatChanged() {
        change(fields("decay", true, "multilingual", false));

        var entry =
                town.storage
                        .audit()
                        .audit(Optional.of(town.harbor.id()), Optional.empty(), 1)
                        .getFirst();
        assertThat(entry.action()).isEqualTo("project.update");
        assertThat(entry.actor()).isEqualTo(town.ana.id());
        assertThat(entry.project()).isEqualTo(town.main.id());
        assertThat(entry.details())
                .isEqualTo(Map.of("decay", Map.of("before", false, "after", true)));
    }

    @Test
    void readersAndKeysForDataChangeNoSettings() {
        assertForbidden(() -> projects.change(town.in(town.ben, town.main), Map.of()));
        assertForbidden(() -> projects.remove(town.in(town.ben, town.main)));

        town.cap(town.ana, Access.WRITE, false);

        assertForbidden(() -> change(fields("decay", true)));
        assertForbidden(() -> projects.remove(town.in(town.ana, town.main)));
    }

    @Test
    void aRestrictedKeyMayManageItsProject() {
        town.cap(town.ana, Access.ADMIN, true);

        change(fields("decay", true));

        assertThat(settings()).containsEntry("decay", true);
        assertForbidden(() -> town.in(town.ana, town.side));
    }

    @Test
    void removingAProjectMovesItsKeysToTheDefaultOne() {
        projects.remove(town.in(town.ana, town.main));

        assertThat(list(town.ana)).containsExactly("side");
        assertThat(town.accounts.project(town.side.id()).orElseThrow().isDefault()).isTrue();
        assertThat(town.home(town.ana).project()).isEqualTo(town.side.id());
        assertThat(town.wakes).hasValue(1);
        assertThatThrownBy(() -> town.in(town.ana, town.main)).isInstanceOf(Failure.Missing.class);
        assertThat(town.audited(town.harbor)).containsExactly("project.delete");
    }

    @Test
    void removingTheLastProjectMakesAFreshOne() {
        projects.remove(town.in(town.cleo, town.shore));

        var home = town.home(town.cleo);
        assertThat(home.project()).isNotEqualTo(town.shore.id());
        assertThat(home.organization()).isEqualTo(town.cove.id());
        var fresh = projects.get(home).project();
        assertThat(fresh.name()).isEqualTo("default-project");
        assertThat(fresh.isDefault()).isTrue();
        assertThat(fresh.settings()).isEmpty();
    }

    @Test
    void whoeverAsksAboutAProjectThatIsBeingRemovedIsToldThatItIsGone() {
        var late = town.in(town.ana, town.side);
        projects.remove(town.in(town.ana, town.side));

        assertThatThrownBy(() -> projects.get(late)).isInstanceOf(Failure.Missing.class);
        assertThatThrownBy(() -> projects.change(late, fields("decay", true)))
                .isInstanceOf(Failure.Missing.class);
        assertThatThrownBy(() -> projects.remove(late)).isInstanceOf(Failure.Missing.class);
        assertThat(town.wakes).hasValue(1);
    }

    private List<String> list(Account account) {
        return projects.list(town.in(account, town.harbor), town.subject(account)).stream()
                .map(view -> view.project().name())
                .toList();
    }

    private void change(Map<String, @Nullable Object> fields) {
        projects.change(town.in(town.ana, town.main), fields);
    }

    private Project project() {
        return projects.get(town.in(town.ana, town.main)).project();
    }

    private Map<String, @Nullable Object> settings() {
        return project().allSettings();
    }

    private @Nullable Instant boundary() {
        return project().typedSettings().synthesis().boundary();
    }

    private static List<String> many(int count) {
        return IntStream.range(0, count).mapToObj(at -> "c" + at).toList();
    }

    private static Map<String, Object> manyDescribed(int count) {
        var described = new HashMap<String, Object>();
        many(count).forEach(name -> described.put(name, "d"));
        return described;
    }

    private static void assertForbidden(ThrowingCallable action) {
        assertThatThrownBy(action).isInstanceOf(Failure.Forbidden.class);
    }
}
