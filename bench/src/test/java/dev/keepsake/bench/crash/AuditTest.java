package dev.keepsake.bench.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The judge of the crash runs must itself be able to find every kind of broken promise.
class AuditTest {

    private FakeMemories server;
    private final Ledger ledger = new Ledger();

    @BeforeEach
    void start() throws IOException {
        server = new FakeMemories();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private List<String> audit() throws IOException, InterruptedException {
        try (var api = server.api()) {
            return new Audit(api, List.of(ledger)).run();
        }
    }

    private void told(Fact fact) {
        ledger.open(fact);
    }

    @Test
    void aKeptPromiseIsNoProblem() throws Exception {
        server.stores("m1", "ana", "likes tea");
        told(new Fact.Present("ana", "m1", "likes tea"));
        told(new Fact.Gone("ana", "m2"));
        ledger.shared(new Ledger.Shared("ana", "likes tea"), "m1");
        ledger.accepted("event of m1");

        assertThat(audit()).isEmpty();
    }

    @Test
    void aLostMemoryIsFound() throws Exception {
        told(new Fact.Present("ana", "m1", "likes tea"));

        assertThat(audit()).singleElement().asString().startsWith("lost: m1");
    }

    @Test
    void anotherTextIsFound() throws Exception {
        server.stores("m1", "ana", "likes milk");
        told(new Fact.Present("ana", "m1", "likes tea"));

        assertThat(audit()).singleElement().asString().startsWith("changed: ");
    }

    @Test
    void aSecondCopyIsFound() throws Exception {
        server.stores("m1", "ana", "likes tea");
        server.stores("m2", "ana", "likes tea");
        server.stores("m3", "ben", "likes tea");
        told(new Fact.Present("ana", "m1", "likes tea"));

        assertThat(audit()).singleElement().asString().startsWith("stored more than once: ");
    }

    @Test
    void aDeletedMemoryThatComesBackIsFound() throws Exception {
        server.stores("m1", "ana", "likes tea");
        told(new Fact.Gone("ana", "m1"));

        assertThat(audit())
                .anyMatch(problem -> problem.startsWith("deleted, and back again"))
                .anyMatch(problem -> problem.startsWith("search finds the deleted"))
                .anyMatch(problem -> problem.startsWith("get finds the deleted"));
    }

    @Test
    void anAddThatDidNotHappenMayNotHappenLater() throws Exception {
        told(new Fact.Sent("ana", List.of("likes tea")));
        assertThat(audit()).isEmpty();
        assertThat(ledger.fact(0)).isEqualTo(new Fact.Never("ana", List.of("likes tea")));

        server.stores("m1", "ana", "likes tea");

        assertThat(audit()).containsExactly("was not stored, and now it is: likes tea");
    }

    @Test
    void anAddWithoutAnAnswerMayHaveHappenedAsAWhole() throws Exception {
        server.stores("m1", "ana", "likes tea");
        server.stores("m2", "ana", "likes milk");
        told(new Fact.Sent("ana", List.of("likes tea", "likes milk")));

        assertThat(audit()).isEmpty();
        assertThat(ledger.facts())
                .containsExactlyInAnyOrder(
                        new Fact.Present("ana", "m1", "likes tea"),
                        new Fact.Present("ana", "m2", "likes milk"));
    }

    @Test
    void halfAnAddIsFound() throws Exception {
        server.stores("m1", "ana", "likes tea");
        told(new Fact.Sent("ana", List.of("likes tea", "likes milk")));

        assertThat(audit()).singleElement().asString().startsWith("stored in part");
    }

    @Test
    void anUpdateWithoutAnAnswerLeavesTheTextBeforeOrAfter() throws Exception {
        server.stores("m1", "ana", "likes tea");
        server.stores("m2", "ana", "likes milk");
        server.stores("m3", "ana", "likes rain");
        told(new Fact.Changing("ana", "m1", "likes tea", "likes coffee"));
        told(new Fact.Changing("ana", "m2", "likes water", "likes milk"));
        told(new Fact.Changing("ana", "m3", "likes sun", "likes snow"));

        assertThat(audit()).singleElement().asString().startsWith("neither before nor after");
        assertThat(ledger.fact(0)).isEqualTo(new Fact.Present("ana", "m1", "likes tea"));
        assertThat(ledger.fact(1)).isEqualTo(new Fact.Present("ana", "m2", "likes milk"));
    }

    @Test
    void aDeletionWithoutAnAnswerMayOrMayNotHaveHappened() throws Exception {
        server.stores("m1", "ana", "likes tea");
        told(new Fact.Leaving("ana", "m1", "likes tea"));
        told(new Fact.Leaving("ana", "m2", "likes milk"));

        assertThat(audit()).isEmpty();
        assertThat(ledger.facts())
                .containsExactly(
                        new Fact.Present("ana", "m1", "likes tea"), new Fact.Gone("ana", "m2"));
    }

    @Test
    void severalIdsOfOneTextAreFound() throws Exception {
        server.stores("m1", "ana", "likes tea");
        ledger.shared(new Ledger.Shared("ana", "likes tea"), "m1");
        ledger.shared(new Ledger.Shared("ana", "likes tea"), "m2");

        assertThat(audit())
                .anyMatch(problem -> problem.startsWith("one text, several ids"))
                .anyMatch(problem -> problem.startsWith("lost: m2"));
    }

    @Test
    void acceptedEventsMustSucceedAndMakeSomething() throws Exception {
        server.adds("e1", "FAILED");
        server.adds("e2", "SUCCEEDED");
        List.of("e1", "e2", "e3").forEach(ledger::accepted);

        assertThat(audit())
                .hasSize(3)
                .anyMatch(problem -> problem.startsWith("an accepted event is not done"))
                .anyMatch(problem -> problem.startsWith("an accepted event made nothing"))
                .anyMatch(problem -> problem.equals("an accepted event is gone: e3"));
    }

    @Test
    void aMemoryOfNoEventOrOfTwoIsFound() throws Exception {
        server.stores("m1", "ana", "likes tea");
        server.adds("again", "SUCCEEDED", FakeMemories.memory("m1", "ana", "likes tea"));
        server.listed.add(FakeMemories.memory("m2", "ana", "likes milk"));
        server.found.add(FakeMemories.memory("m2", "ana", "likes milk"));

        assertThat(audit())
                .hasSize(2)
                .anyMatch(problem -> problem.equals("2 events added memory m1"))
                .anyMatch(problem -> problem.startsWith("no event added"));
    }

    @Test
    void searchMustFindWhatIsListedAndNothingElse() throws Exception {
        server.stores("m1", "ana", "likes tea");
        server.stores("m2", "ana", "likes milk");
        server.found.removeIf(memory -> memory.get("id").equals("m1"));
        server.listed.removeIf(memory -> memory.get("id").equals("m2"));
        server.listed.add(FakeMemories.memory("m3", "ana", "likes rain"));
        server.found.add(FakeMemories.memory("m3", "ana", "likes rain"));
        server.adds("e3", "SUCCEEDED", FakeMemories.memory("m3", "ana", "likes rain"));

        assertThat(audit())
                .hasSize(2)
                .anyMatch(problem -> problem.startsWith("search does not find"))
                .anyMatch(problem -> problem.startsWith("search finds m2, which is not listed"));
    }
}
