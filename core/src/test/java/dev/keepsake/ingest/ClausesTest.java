package dev.keepsake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClausesTest {

    @Test
    void aNewSubjectBeginsANewClause() {
        assertThat(Clauses.of("My son plays chess — which clubs are good?"))
                .containsExactly("My son plays chess", "which clubs are good?");
        assertThat(Clauses.of("I like tea, but my wife likes coffee"))
                .containsExactly("I like tea", "my wife likes coffee");
        assertThat(Clauses.of("I run; it helps")).containsExactly("I run", "it helps");
        assertThat(Clauses.of("I want a dog, I like pets"))
                .containsExactly("I want a dog", "I like pets");
    }

    @Test
    void aQuestionIsCutOffEvenWithoutItsMark() {
        assertThat(Clauses.of("I met Karen at work, how can I impress her"))
                .containsExactly("I met Karen at work", "how can I impress her");
        assertThat(Clauses.of("I prefer diagrams, so can you draw one"))
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
        assertThat(Clauses.of(sentence)).containsExactly(sentence);
    }
}
