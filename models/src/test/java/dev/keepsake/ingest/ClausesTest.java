package dev.keepsake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClausesTest {

    @Test
    void aNewSubjectBeginsANewClause() {
        assertThat(clauses("My son plays chess — which clubs are good?"))
                .containsExactly("My son plays chess", "which clubs are good?");
        assertThat(clauses("I like tea, but my wife likes coffee"))
                .containsExactly("I like tea", "my wife likes coffee");
        assertThat(clauses("I run; it helps")).containsExactly("I run", "it helps");
        assertThat(clauses("I want a dog, I like pets"))
                .containsExactly("I want a dog", "I like pets");
    }

    @Test
    void aQuestionIsCutOffEvenWithoutItsMark() {
        assertThat(clauses("I met Karen at work, how can I impress her"))
                .containsExactly("I met Karen at work", "how can I impress her");
        assertThat(clauses("I prefer diagrams, so can you draw one"))
                .containsExactly("I prefer diagrams", "can you draw one");
    }

    @Test
    void whatBelongsTogetherStaysTogether() {
        assertWhole("Yesterday, I gave a talk");
        assertWhole("When I was 12, I moved to Oslo");
        assertWhole("I visited Paris, Rome and Berlin");
        assertWhole("I moved to Oslo, which I love");
        assertWhole("I turned vegan in May, and I feel great");
        assertWhole("My sister, Anna, moved to Cork");
        assertWhole("I worked there 2010–2014");
    }

    private static void assertWhole(String sentence) {
        assertThat(clauses(sentence)).containsExactly(sentence);
    }

    private static List<String> clauses(String sentence) {
        return Clauses.of(Phrase.of(sentence, Tasks.ENGLISH)).stream().map(Phrase::text).toList();
    }
}
