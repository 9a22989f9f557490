package dev.keepsake.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.account.ProjectId;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Lifecycle;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Stored;
import dev.keepsake.memory.Visibility;
import dev.keepsake.storage.testkit.FixedClock;
import dev.keepsake.storage.testkit.Sample;
import dev.keepsake.storage.testkit.Samples;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What only this backend can get wrong; the meaning of filters is tested by the contract.
class FilterSqlTest {

    private static final ProjectId PROJECT = ProjectId.random();
    private static final LocalDate DAY = LocalDate.of(2026, 5, 6);

    private final FixedClock clock = new FixedClock();
    private final Database database;
    private final SqliteMemories memories;

    FilterSqlTest(@TempDir Path folder) {
        database = Database.open(folder.resolve("test.db"));
        memories = SqliteMemories.open(database, SqliteWork.takeOver(database, clock));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Stored keep(Sample sample) {
        memories.apply(PROJECT, Samples.changes(clock.instant(), sample.added()));
        return sample.stored();
    }

    private void finds(Filter filter, Stored... rows) {
        assertThat(List.of(rows)).allMatch(filter::matches);
        assertThat(found(filter))
                .containsExactlyInAnyOrder(
                        List.of(rows).stream().map(Stored::memory).toArray(Memory[]::new));
    }

    private List<Memory> found(Filter filter) {
        return memories.list(PROJECT, filter, Page.Ask.first(100)).items();
    }

    @Test
    void caseIsFoldedAsJavaDoes() {
        var row = keep(Samples.memory("Grüße aus ÅRHUS und İstanbul, ΟΔΟΣ"));
        keep(Samples.memory("something else"));

        for (var part : List.of("GRÜSSE", "århus", "Århus", "İST", "i̇stanbul", "ΟΔΟΣ", "οδος")) {
            var filter = new Filter.TextContains(part, true);
            finds(filter, filter.matches(row) ? new Stored[] {row} : new Stored[0]);
        }
        finds(new Filter.TextContains("åRHUS", false));
        finds(new Filter.TextContains("Århus", true), row);
    }

    @Test
    void textsAreNeverReadAsSql() {
        var nasty = "%_*?'\"; DROP TABLE memory; -- ] [ \\ \n \t";
        var row = keep(Samples.memory(nasty).forUser(nasty).with(nasty, nasty).labelled(nasty));
        keep(Samples.memory("x").forUser("x"));

        finds(new Filter.TextEquals(nasty), row);
        finds(new Filter.TextContains("%_*?'", false), row);
        finds(new Filter.TextContains("%'%", true));
        finds(new Filter.EntityIn(EntityKind.USER, Set.of(nasty)), row);
        finds(new Filter.EntityIn(EntityKind.USER, Set.of(nasty, "y")), row);
        finds(new Filter.MetadataEquals(nasty, nasty), row);
        finds(new Filter.LabelIn(Set.of(nasty)), row);
    }

    @Test
    void negationIsTwoValuedForMissingValues() {
        var bare = keep(Samples.memory("bare"));
        var full =
                keep(
                        Samples.memory("full")
                                .forUser("ana")
                                .expiring(DAY)
                                .labelled("a")
                                .with("k", 1));

        finds(not(new Filter.EntityIn(EntityKind.USER, Set.of("ana"))), bare);
        finds(not(new Filter.EntityIn(EntityKind.USER, Set.of("ana", "bo"))), bare);
        finds(not(new Filter.EntityIn(EntityKind.USER, Set.of("bo"))), bare, full);
        finds(not(new Filter.ExpirationWithin(DAY, null)), bare);
        finds(not(new Filter.ExpirationWithin(null, DAY)), bare, full);
        finds(not(new Filter.ExpirationWithin(null, null)), bare);
        finds(not(new Filter.LabelIn(Set.of("a"))), bare);
        finds(not(new Filter.MetadataEquals("k", "1")), bare);
        finds(not(not(new Filter.EntityIn(EntityKind.USER, Set.of("ana")))), full);
        finds(
                not(
                        Filter.all(
                                new Filter.EntityIn(EntityKind.USER, Set.of("ana")),
                                new Filter.TextEquals("bare"))),
                bare,
                full);
    }

    private static Filter not(Filter filter) {
        return new Filter.Not(filter);
    }

    @Test
    void severalJudgedLeavesLookAtTheSameRow() {
        var one =
                keep(
                        Samples.memory("one")
                                .with("n", 5.0)
                                .with("tags", List.of("x", 7))
                                .labelled("L"));
        keep(Samples.memory("two").with("n", 5).with("tags", List.of("y")).labelled("L"));

        finds(
                Filter.all(
                        new Filter.MetadataEquals("n", "5"),
                        new Filter.MetadataContains("tags", "7"),
                        not(new Filter.MetadataPresent("m")),
                        new Filter.LabelContains("l")),
                one);
    }

    @Test
    void instantsBetweenMicrosecondsCompareAsTheyShould() {
        var at = Instant.parse("2026-01-01T00:00:00.000001Z");
        var row = keep(Samples.memory("then").at(at));
        var field = Filter.InstantField.CREATED;

        finds(new Filter.InstantWithin(field, at, at.plusNanos(1)), row);
        finds(new Filter.InstantWithin(field, at.plusNanos(1), null));
        finds(new Filter.InstantWithin(field, at.minusNanos(1), at));
        finds(new Filter.InstantWithin(field, Instant.MIN, Instant.MAX), row);
        finds(new Filter.InstantWithin(field, Instant.MAX, null));
        finds(new Filter.InstantWithin(field, null, Instant.MIN));
    }

    @Test
    void longListsAndWideTreesAreNoLimit() {
        var row = keep(Samples.memory("mine").forUser("u7"));
        var users = IntStream.range(0, 50_000).mapToObj(n -> "u" + n).collect(Collectors.toSet());
        var ids =
                IntStream.range(0, 5_000)
                        .mapToObj(_ -> MemoryId.random())
                        .collect(Collectors.toSet());
        ids.add(row.memory().id());
        List<Filter> parts = new ArrayList<>();
        for (var n = 0; n < 3_000; n++) {
            parts.add(new Filter.EntityIn(EntityKind.USER, Set.of("u" + n)));
        }

        finds(new Filter.EntityIn(EntityKind.USER, users), row);
        finds(new Filter.IdIn(ids), row);
        finds(new Filter.Any(parts), row);
        finds(new Filter.All(parts.stream().map(FilterSqlTest::not).toList()));
    }

    @Test
    void emptyChoicesMatchNothing() {
        keep(Samples.memory("x").forUser("u"));

        finds(new Filter.EntityIn(EntityKind.USER, Set.of()));
        finds(new Filter.IdIn(Set.of()));
        finds(new Filter.StateIn(Set.of()));
        finds(new Filter.Any(List.of()));
    }

    @Test
    void visibleMemoriesOfAnEntityAreFoundAndCountedInItsIndexAlone() {
        for (var kind : EntityKind.values()) {
            var entity = new Filter.EntityIn(kind, Set.of("someone"));
            for (var filter :
                    List.of(
                            Visibility.standard(DAY).within(entity),
                            Visibility.standard(DAY).within(Filter.all(entity)))) {
                assertThat(plan(SqliteMemories.countSql(FilterSql.of(filter)), filter))
                        .first()
                        .asString()
                        .contains("COVERING INDEX memory_of_" + kind.name().toLowerCase());
                assertThat(plan(SqliteMemories.pageSql(FilterSql.of(filter)), filter, 10, 0))
                        .anyMatch(step ->
                                step.contains(
                                        "COVERING INDEX memory_of_" + kind.name().toLowerCase()))
                        .noneMatch(step -> step.startsWith("SCAN m"));
            }
        }
    }

    @Test
    void severalUsersAndIdsAreLookedUp() {
        var users = new Filter.EntityIn(EntityKind.USER, Set.of("a", "b"));
        var ids = new Filter.IdIn(Set.of(MemoryId.random(), MemoryId.random()));
        var states = new Filter.StateIn(Set.of(Lifecycle.ACTIVE));

        assertThat(plan(SqliteMemories.countSql(FilterSql.of(users)), users))
                .anyMatch(step -> step.contains("memory_of_user (project=? AND user_id=?"));
        assertThat(plan(SqliteMemories.countSql(FilterSql.of(ids)), ids))
                .anyMatch(step -> step.contains("(project=? AND id=?)"));
        assertThat(plan(SqliteMemories.pageSql(FilterSql.of(states)), states, 10, 0))
                .anyMatch(step -> step.contains("memory_by_creation (project=?"));
    }

    @Test
    void historiesAreLookedUpByMemory() {
        var project = Columns.bytes(PROJECT.value());

        assertThat(plan(SqliteMemories.HISTORIES, project, "[]"))
                .anyMatch(step -> step.contains("change_of_memory (project=? AND memory=?)"));
    }

    private List<String> plan(String sql, Filter filter, Object... paging) {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(Columns.bytes(PROJECT.value()));
        values.addAll(FilterSql.of(filter).values());
        values.addAll(List.of(paging));
        return plan(sql, values.toArray());
    }

    private List<String> plan(String sql, @Nullable Object... values) {
        return database.read(session ->
                session.list("EXPLAIN QUERY PLAN " + sql, row -> row.getString("detail"), values));
    }
}
