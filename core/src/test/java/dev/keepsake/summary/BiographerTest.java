package dev.keepsake.summary;

import static dev.keepsake.engine.Engine.NO_PAYLOAD;
import static dev.keepsake.engine.Engine.memory;
import static dev.keepsake.engine.Engine.replaced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.keepsake.account.Access;
import dev.keepsake.account.ProjectId;
import dev.keepsake.account.Role;
import dev.keepsake.edit.MemoryEdit;
import dev.keepsake.engine.Engine;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Filter;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Who is told of, from which memories, and when anew. Display names start with the row of the
/// engine contract's acceptance table.
class BiographerTest {

    private static final Scope ALICE = Scope.ofUser("alice");

    private final Engine engine = new Engine();
    private final FilterParser parser = new FilterParser(new PlainAnalyzer());
    private final AtomicInteger calls = new AtomicInteger();
    private final Biographer biographer =
            new Biographer(
                    engine.memories, engine.storage.accounts(), new Counting(), engine.clock);

    /// The rules, counting how often they are asked.
    private final class Counting implements Summarizer {
        private final RulesSummarizer rules = new RulesSummarizer();

        @Override
        public String name() {
            return rules.name();
        }

        @Override
        public String summarize(Task task) {
            calls.incrementAndGet();
            return rules.summarize(task);
        }
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    @DisplayName("Y01 a summary mentions what every memory says")
    void aSummaryMentionsWhatEveryMemorySays() {
        engine.put(
                memory(ALICE, "User lives in Graz"),
                memory(ALICE, "User orders coffee with oat milk"),
                memory(ALICE, "User plays bass in a band"));

        var summary = only(Map.of("user_id", "alice"));

        assertThat(summary.text()).contains("Graz", "oat milk", "bass");
        assertThat(summary)
                .extracting(
                        Summary::kind,
                        Summary::entity,
                        Summary::memories,
                        Summary::generated,
                        Summary::by)
                .containsExactly(EntityKind.USER, "alice", 3L, Engine.NOW, "rules");
    }

    @Test
    @DisplayName("Y02 each owner that the filter names has a summary")
    void eachOwnerHasASummary() {
        engine.put(
                memory(Scope.ofUser("b"), "likes tea"),
                memory(Scope.ofUser("a"), "likes milk"),
                memory(Scope.ofUser("c"), "likes beer"));

        var either = Map.of("OR", List.of(Map.of("user_id", "a"), Map.of("user_id", "b")));

        assertThat(summaries(either))
                .extracting(Summary::entity, Summary::text)
                .containsExactly(tuple("a", "Likes milk."), tuple("b", "Likes tea."));
        assertThat(summaries(Map.of("user_id", List.of("a", "b")))).hasSize(2);
        assertThat(summaries(Map.of("user_id", "*"))).hasSize(3);
    }

    @Test
    @DisplayName("Y04 what was superseded is told as past")
    void whatWasSupersededIsToldAsPast() {
        var graz = at(2, "User lives in Graz");
        engine.put(replaced(at(1, "User lives in Bergen"), Lifecycle.SUPERSEDED, graz), graz);

        assertThat(only(Map.of("user_id", "alice")).text())
                .isEqualTo("User lives in Graz. Previously: User lives in Bergen.");
    }

    @Test
    void mergedAndExpiredMemoriesAreNotTold() {
        var kept = memory(ALICE, "User likes tea");
        engine.put(
                kept,
                replaced(memory(ALICE, "merged"), Lifecycle.MERGED, kept),
                memory(ALICE, "expired").withExpiration(LocalDate.parse("2020-01-01")));

        assertThat(only(Map.of("user_id", "alice")).text()).isEqualTo("User likes tea.");
        assertThat(only(Map.of("user_id", "alice")).memories()).isEqualTo(1);
    }

    @Test
    void nothingFoundIsNothingTold() {
        assertThat(summaries(Map.of("user_id", "nobody"))).isEmpty();
        assertThat(calls).hasValue(0);
    }

    @Test
    void aMemoryIsToldOnceThoughTheFilterNamesTwoOfItsOwners() {
        engine.put(
                memory(new Scope("alice", null, null, "r"), "User likes tea"),
                memory(new Scope(null, "bot", null, "r"), "Agent likes milk"),
                memory(Scope.NONE.with(EntityKind.RUN, "r"), "somebody likes beer"));

        var any =
                Map.of(
                        "OR",
                        List.of(
                                Map.of("run_id", "r"),
                                Map.of("user_id", "alice"),
                                Map.of("agent_id", "bot")));

        assertThat(summaries(any))
                .extracting(Summary::kind, Summary::entity, Summary::memories)
                .containsExactly(
                        tuple(EntityKind.USER, "alice", 1L),
                        tuple(EntityKind.AGENT, "bot", 1L),
                        tuple(EntityKind.RUN, "r", 1L));
        assertThat(summaries(Map.of("user_id", "alice", "run_id", "r")))
                .extracting(Summary::kind)
                .containsExactly(EntityKind.USER);
    }

    @Test
    void atMostAHundredOwnersAreTold() {
        engine.put(
                IntStream.range(0, 120)
                        .mapToObj(n -> memory(Scope.ofUser("u" + n), "likes tea"))
                        .toArray(Memory[]::new));

        assertThat(summaries(Map.of("user_id", "*"))).hasSize(100);
    }

    @Test
    void aTextIsKeptUntilAMemoryChanges() {
        var tea = memory(ALICE, "User likes tea");
        engine.put(tea);
        var filter = Map.of("user_id", "alice");
        var first = only(filter);
        engine.clock.advance(Duration.ofMinutes(1));

        assertThat(only(filter)).isEqualTo(first);
        assertThat(only(Map.of("AND", List.of(filter)))).isEqualTo(first);
        assertThat(calls).hasValue(1);

        engine.editor.update(
                engine.caller,
                new MemoryEdit(tea.id(), "User likes milk", null, null, null),
                NO_PAYLOAD);
        assertThat(only(filter).text()).isEqualTo("User likes milk.");
        engine.put(memory(ALICE, "User plays bass"));
        assertThat(only(filter).text()).contains("bass");
        engine.editor.delete(engine.caller, tea.id(), false, NO_PAYLOAD);
        assertThat(only(filter).text()).isEqualTo("User plays bass.");
        assertThat(calls).hasValue(4);
    }

    @Test
    void otherProjectsHaveTheirOwn() {
        engine.put(memory(ALICE, "User likes tea"));
        var stranger =
                Engine.caller(
                        engine.caller.organization(), ProjectId.random(), Role.READER, Access.READ);
        only(Map.of("user_id", "alice"));

        assertThat(biographer.summaries(stranger, filter(Map.of("user_id", "alice")))).isEmpty();
    }

    @Test
    @DisplayName("Y03 a filter that names nobody is refused")
    void aFilterThatNamesNobodyIsRefused() {
        assertThatThrownBy(() -> filter(Map.of("categories", List.of("food"))))
                .isInstanceOf(Failure.Invalid.class);
    }

    private List<Summary> summaries(Map<String, ?> filter) {
        return biographer.summaries(engine.caller, filter(filter));
    }

    private Summary only(Map<String, ?> filter) {
        var summaries = summaries(filter);
        assertThat(summaries).hasSize(1);
        return summaries.getFirst();
    }

    private Filter filter(Map<String, ?> filter) {
        return parser.parseScoped(filter);
    }

    private static Memory at(int second, String text) {
        return memory(ALICE, text).withTimes(Times.at(Engine.NOW.plusSeconds(second)));
    }
}
