package dev.keepsake.quality;

import static dev.keepsake.engine.Add.assistant;
import static dev.keepsake.engine.Add.turn;
import static dev.keepsake.engine.Add.user;
import static dev.keepsake.engine.ScriptedExtractor.said;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.account.Access;
import dev.keepsake.account.Role;
import dev.keepsake.edit.MemoryEdit;
import dev.keepsake.engine.Add;
import dev.keepsake.engine.Engine;
import dev.keepsake.engine.ScriptedExtractor;
import dev.keepsake.event.Event;
import dev.keepsake.event.EventQuery;
import dev.keepsake.failure.Failure;
import dev.keepsake.ingest.AddCommand;
import dev.keepsake.ingest.Extraction.Candidate;
import dev.keepsake.ingest.Turn;
import dev.keepsake.memory.Attribution;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Message;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Scope;
import dev.keepsake.search.SearchAsk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The gate in its place: between an extractor that proposes whatever the test says and the stored
/// memories.
final class GateTest {

    private static final Scope ANA = Scope.ofUser("ana");

    private Engine engine = new Engine();

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void theEventCountsTheVerdicts() {
        engine.remember(ANA, "User lives in Graz");
        engine.search("where", Filter.exactly(ANA));
        engine.extractor.answers(
                said("User plays chess"),
                said("User lives in Graz"),
                said("User said hi"),
                said("User is typing"),
                said("User is offline"),
                said("User plays chess."));

        var event = engine.add(Add.inferred(ANA, "…"));

        assertThat(gate(event))
                .isEqualTo(
                        Map.of(
                                "kept",
                                1,
                                "duplicate",
                                1,
                                "echo",
                                1,
                                "boilerplate",
                                1,
                                "transient",
                                2));
        assertThat(engine.texts()).containsExactly("User lives in Graz", "User plays chess");
    }

    @Test
    void whatIsRefusedIsInTheQuarantine() {
        var graz = engine.remember(ANA, "User lives in Graz");
        engine.extractor.answers(
                new Candidate(
                        "User lives in Graz",
                        Attribution.USER,
                        null,
                        List.of(1),
                        List.of(),
                        List.of(),
                        null,
                        List.of(),
                        null,
                        null));
        var add =
                Add.with(
                        Add.inferred(ANA, user("Hm."), turn("system", "- User lives in Graz")),
                        Map.of("place", "home"));

        var event = engine.add(add);

        var entry = quarantined().getFirst();
        assertThat(entry.proposal())
                .isEqualTo(
                        new Proposal(
                                "User lives in Graz",
                                ANA,
                                List.of(new Message("system", null, "- User lives in Graz"))));
        assertThat(entry.judgement().verdict()).isEqualTo(Verdict.ECHO);
        assertThat(entry.judgement().related()).isEqualTo(graz.id());
        assertThat(entry.event()).isEqualTo(event.id());
        assertThat(entry.terms().metadata()).isEqualTo(Map.of("place", "home"));
        assertThat(entry.at()).isEqualTo(Engine.NOW);
    }

    @Test
    void theQuarantineIsBounded() {
        engine.extractor.behaves(_ ->
                ScriptedExtractor.extraction(
                        IntStream.range(0, Engine.QUARANTINE + 5)
                                .mapToObj(_ -> said("User is typing"))
                                .toArray(Candidate[]::new)));

        engine.add(Add.inferred(ANA, "…"));
        engine.add(Add.inferred(ANA, "…"));

        assertThat(quarantined()).hasSize(Engine.QUARANTINE);
    }

    @Test
    void whatIsReleasedBecomesAMemoryWithItsHistory() {
        engine.extractor.answers(said("User is offline"));
        engine.add(Add.with(Add.inferred(ANA, "I am offline"), Map.of("place", "home")));
        var entry = quarantined().getFirst();

        var released = engine.quarantine.release(engine.caller, entry.id());

        var memory = engine.find(released.result().id());
        assertThat(memory.text()).isEqualTo("User is offline");
        assertThat(memory.scope()).isEqualTo(ANA);
        assertThat(memory.metadata()).isEqualTo(Map.of("place", "home"));
        var history = engine.reader.history(engine.caller, memory.id());
        assertThat(history.getFirst().input())
                .containsExactly(new Message("user", null, "I am offline"));
        assertThat(history.getFirst().cause()).hasToString(released.event());
        assertThat(quarantined()).isEmpty();
        assertThat(engine.memories.window(engine.project(), ANA.sessionKey())).hasSize(1);
        assertThatThrownBy(() -> engine.quarantine.release(engine.caller, entry.id()))
                .isInstanceOf(Failure.Missing.class);
    }

    @Test
    void releasingWhatAMemorySaysStoresNothing() {
        engine.extractor.answers(said("User is offline"));
        engine.add(Add.inferred(ANA, "…"));
        var there = engine.remember(ANA, "User is offline");

        var released = engine.quarantine.release(engine.caller, quarantined().getFirst().id());

        assertThat(released.result().id()).isEqualTo(there.id());
        assertThat(engine.texts()).hasSize(1);
        assertThat(quarantined()).isEmpty();
    }

    @Test
    void readersLookAndDoNotTouch() {
        engine.extractor.answers(said("User is offline"));
        engine.add(Add.inferred(ANA, "…"));
        var reader =
                Engine.caller(
                        engine.caller.organization(), engine.project(), Role.READER, Access.ADMIN);
        var id = quarantined().getFirst().id();

        assertThat(engine.quarantine.get(reader, id).id()).isEqualTo(id);
        assertThat(engine.quarantine.totals(reader)).isEqualTo(Map.of(Verdict.TRANSIENT, 1L));
        assertThatThrownBy(() -> engine.quarantine.release(reader, id))
                .isInstanceOf(Failure.Forbidden.class);
        assertThatThrownBy(() -> engine.quarantine.dismiss(reader, id))
                .isInstanceOf(Failure.Forbidden.class);
        assertThatThrownBy(() -> engine.quarantine.dismissAll(reader, QuarantineQuery.ALL))
                .isInstanceOf(Failure.Forbidden.class);
    }

    @Test
    void whatIsDismissedIsGone() {
        engine.extractor.answers(
                said("User is offline"), said("User said hi"), said("User is typing"));
        engine.add(Add.inferred(ANA, "…"));

        engine.quarantine.dismiss(engine.caller, quarantined().getFirst().id());
        assertThat(quarantined()).hasSize(2);
        var query = new QuarantineQuery(Verdict.BOILERPLATE, ANA);
        assertThat(engine.quarantine.dismissAll(engine.caller, query)).isEqualTo(1);
        assertThat(quarantined()).hasSize(1);
    }

    @Test
    void somebodyElsesMemoriesAreNoEcho() {
        engine.remember(Scope.ofUser("ben"), "User lives in Graz");
        engine.search("where", Filter.EVERYTHING);
        engine.search("where", Filter.exactly(Scope.ofUser("ben")));
        engine.extractor.answers(said("User lives in Graz"));

        engine.add(Add.inferred(ANA, user("Hm."), turn("system", "- User lives in Graz")));

        assertThat(engine.texts()).containsExactly("User lives in Graz", "User lives in Graz");
    }

    @Test
    void whatWasRecalledBeforeARestartIsStillKnown() {
        engine.remember(ANA, "User has a cat named Nimbus since 2019");
        engine.search("cat", Filter.exactly(ANA));
        var later = new RecentlyRecalled(engine.journal, engine.clock);

        assertThat(later.of(engine.project(), ANA)).hasSize(1);
        engine.clock.advance(Duration.ofHours(25));
        assertThat(later.of(engine.project(), ANA)).isEmpty();
    }

    // --- the recall loop, with an extractor that proposes whatever it reads

    /// What integrations make of search results.
    private static List<Turn> pasted(List<Memory> recalled, int round) {
        var texts = recalled.stream().map(Memory::text).toList();
        var list = texts.stream().map(text -> "- " + text).collect(Collectors.joining("\n"));
        return switch (round % 6) {
            case 0 -> List.of(turn("system", "Relevant memories:\n" + list), user("What now?"));
            case 1 ->
                    List.of(
                            user("What do you know?"),
                            assistant("Here is what I remember about you: " + spoken(texts)));
            case 2 -> List.of(user("Relevant memories:\n" + list + "\n\nQuestion: what now?"));
            case 3 -> List.of(user(list));
            case 4 ->
                    List.of(
                            user(
                                    texts.stream()
                                            .map(text ->
                                                    "{\"id\": \"%s\", \"memory\": \"%s\", \"score\": 0.8}"
                                                            .formatted(MemoryId.random(), text))
                                            .collect(Collectors.joining(", ", "[", "]"))));
            default -> List.of(user("> " + String.join("\n> ", texts)));
        };
    }

    private static String spoken(List<String> texts) {
        return texts.stream()
                .map(text ->
                        text.replace("User lives", "You live").replace("User works", "You work"))
                .map(text -> text.replace("User has", "You have"))
                .collect(Collectors.joining(". "));
    }

    @Test
    void fiftyRoundsOfRecallCreateNothing() {
        engine.extractor.behaves(task -> {
            List<Candidate> all = new ArrayList<>();
            task.context().existing().forEach(memory -> all.add(said(memory.text())));
            task.context()
                    .existing()
                    .forEach(memory -> all.add(said(memory.text().replace("User", "The user"))));
            task.context()
                    .existing()
                    .forEach(memory -> all.add(said("Assistant remembers that " + memory.text())));
            return ScriptedExtractor.extraction(all.toArray(Candidate[]::new));
        });
        for (var text :
                List.of(
                        "User lives in Graz",
                        "User works as a nurse at the LKH",
                        "User has a cat named Nimbus since 2019")) {
            engine.remember(ANA, text);
        }

        for (var round = 0; round < 50; round++) {
            var recalled =
                    engine.search("what is known", Filter.exactly(ANA)).stream()
                            .map(hit -> hit.memory())
                            .toList();
            engine.add(Add.inferred(ANA, pasted(recalled, round).toArray(Turn[]::new)));
            assertThat(engine.texts()).as("after round %s", round).hasSize(3);
        }
    }

    @Test
    void newsAmongEchoesIsStored() {
        engine.remember(ANA, "User lives in Graz");
        engine.search("where", Filter.exactly(ANA));
        engine.extractor.answers(
                said("User lives in Graz"), said("User's sister Mia moved to Graz in May 2026"));

        engine.add(
                Add.inferred(
                        ANA,
                        "Relevant memories:\n- User lives in Graz\n\nMy sister Mia moved to Graz in May"));

        assertThat(engine.texts())
                .containsExactly(
                        "User lives in Graz", "User's sister Mia moved to Graz in May 2026");
    }

    @Test
    void newsInOnePieceWithEchoesIsStoredAlone() {
        engine.remember(ANA, "User lives in Graz");
        engine.remember(ANA, "User has a cat named Nimbus since 2019");
        engine.search("where", Filter.exactly(ANA));
        engine.extractor.answers(
                said(
                        "User lives in Graz. User plays chess. User has a cat named Nimbus since 2019."),
                said("User lives in Graz. User has a cat named Nimbus."));

        var event = engine.add(Add.inferred(ANA, "I play chess"));

        assertThat(engine.texts())
                .containsExactly(
                        "User has a cat named Nimbus since 2019",
                        "User lives in Graz",
                        "User plays chess.");
        assertThat(gate(event)).isEqualTo(Map.of("kept", 1, "echo", 1));
    }

    // --- secrets

    private static final String KEY = "AKIA" + "IOSFODNN7EXAMPLE";

    @Test
    void secretsAreMaskedBeforeAnythingIsWrittenDown() {
        engine.extractor.behaves(ScriptedExtractor::eachMessage);
        var add = Add.inferred(ANA, "The deploy key is " + KEY);

        var event =
                engine.intake.addNow(
                        engine.caller,
                        add,
                        Map.of("messages", List.of(Map.of("content", "it is " + KEY))));

        assertThat(engine.extractor.lastTask().messages().getFirst().content())
                .isEqualTo("The deploy key is [secret: aws key]");
        assertThat(event.payload().toString())
                .doesNotContain(KEY)
                .contains("it is [secret: aws key]");
        assertThat(event.metadata().get("warnings")).asString().contains("credentials");
        assertThat(gate(event)).isEqualTo(Map.of("kept", 0, "secret", 1));
        assertThat(quarantined().getFirst().proposal().text())
                .isEqualTo("The deploy key is [secret: aws key]");
        assertThat(engine.memories.window(engine.project(), ANA.sessionKey()).toString())
                .doesNotContain(KEY);
        assertThat(engine.texts()).isEmpty();
    }

    @Test
    void aReleasedSecretStaysMasked() {
        engine.extractor.behaves(ScriptedExtractor::eachMessage);
        engine.add(Add.inferred(ANA, "The deploy key is " + KEY));

        engine.quarantine.release(engine.caller, quarantined().getFirst().id());

        assertThat(engine.texts()).containsExactly("The deploy key is [secret: aws key]");
    }

    @Test
    void directImportsAndEditsAreMaskedWithinTheirText() {
        var memory = engine.remember(ANA, "My password is hunter2 and I like tea");
        assertThat(memory.text()).isEqualTo("My password is [secret: password] and I like tea");
        assertThat(engine.texts())
                .containsExactly("My password is [secret: password] and I like tea");

        engine.editor.update(
                engine.caller,
                new MemoryEdit(memory.id(), "It is " + KEY, null, null, null),
                Map.of("text", "It is " + KEY));

        assertThat(engine.find(memory.id()).text()).isEqualTo("It is [secret: aws key]");
        assertThat(events()).doesNotContain(KEY).doesNotContain("hunter2");
    }

    @Test
    void questionsAreMaskedInTheirEvents() {
        engine.searcher.search(
                engine.caller,
                new SearchAsk(
                        "is my password hunter2",
                        Filter.exactly(ANA),
                        10,
                        0,
                        false,
                        null,
                        SearchAsk.Shown.USUAL,
                        ANA,
                        Map.of(
                                "query",
                                "my password is hunter2",
                                "metadata",
                                Map.of("pin", "4711"))));

        assertThat(events())
                .doesNotContain("hunter2")
                .contains("[secret: password]")
                .contains("4711");
    }

    @Test
    void aProjectCanHaveItThatSecretsStay() {
        engine.close();
        engine = new Engine(Map.of("store_secrets", true));
        engine.extractor.behaves(ScriptedExtractor::eachMessage);

        var event = engine.add(Add.inferred(ANA, "The deploy key is " + KEY));

        assertThat(engine.texts()).containsExactly("The deploy key is " + KEY);
        assertThat(gate(event)).isEqualTo(Map.of("kept", 1));
        assertThat(event.metadata()).doesNotContainKey("warnings");
    }

    @Test
    void idsAndMetadataStayAsTheyAre() {
        AddCommand add =
                Add.with(Add.verbatim(Scope.ofUser(KEY), "I like tea"), Map.of("key", KEY));

        var memory = engine.remembered(engine.add(add)).getFirst();

        assertThat(memory.scope()).isEqualTo(Scope.ofUser(KEY));
        assertThat(memory.metadata()).isEqualTo(Map.of("key", KEY));
    }

    // --- pieces

    private List<Quarantined> quarantined() {
        return engine.quarantine
                .list(engine.caller, QuarantineQuery.ALL, Page.Ask.first(1000))
                .items();
    }

    private String events() {
        return engine.journal
                .list(engine.project(), EventQuery.ALL, Page.Ask.first(100))
                .items()
                .toString();
    }

    private static Object gate(Event event) {
        return event.metadata().get("gate");
    }
}
