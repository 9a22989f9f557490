package dev.keepsake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SentencesTest {

    @Test
    void punctuationEndsASentence() {
        assertThat(Sentences.of("I ran. Did you? Yes! Then \"done.\" And on"))
                .containsExactly("I ran.", "Did you?", "Yes!", "Then \"done.\"", "And on");
    }

    @Test
    void abbreviationsNumbersAndInitialsDoNot() {
        assertThat(Sentences.of("Dr. Ha at St. Olav's took 3.2 ml at 4 p.m. with J. Smith."))
                .hasSize(1);
        assertThat(Sentences.of("I woke at 4 a.m. Then I ran.")).hasSize(2);
        assertThat(Sentences.of("So do I. We agree.")).hasSize(2);
    }

    @Test
    void lineBreaksAndBulletsAreBoundaries() {
        assertThat(Sentences.of("# Me\n- I sing\n2) **I** dance\n\nend"))
                .containsExactly("Me", "I sing", "I dance", "end");
    }

    @Test
    void codeTablesAndQuotesAreSetAside() {
        assertThat(Sentences.of("before\n```java\nint x;\n```\n| a | b |\n> quoted\nafter"))
                .containsExactly("before", "after");
    }

    @Test
    void fullWidthMarksEndSentencesToo() {
        assertThat(Sentences.of("私は猫が好き。犬も好き！")).hasSize(2);
    }
}
