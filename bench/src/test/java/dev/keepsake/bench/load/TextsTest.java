package dev.keepsake.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TextsTest {

    private final Texts texts = new Texts();

    @Test
    void theSameNumberGivesTheSameText() {
        assertThat(new Texts().statements(40, 60)).isEqualTo(texts.statements(40, 60));
        assertThat(texts.question(7)).isEqualTo(new Texts().question(7));
    }

    @Test
    void statementsHaveTwelveToThirtyWords() {
        assertThat(texts.statements(0, 5000))
                .allSatisfy(text -> assertThat(text.split(" ")).hasSizeBetween(12, 30))
                .noneMatch(text -> text.contains("{"));
    }

    @Test
    void noTwoStatementsOfALargeStoreAreEqual() {
        var seen = new HashSet<String>();
        LongStream.range(0, 100_000)
                .mapToObj(texts::statement)
                .forEach(text -> assertThat(seen.add(text)).as(text).isTrue());
    }

    @Test
    void questionsAreQuestions() {
        assertThat(LongStream.range(0, 300).mapToObj(texts::question))
                .allMatch(text -> text.endsWith("?"))
                .noneMatch(text -> text.contains("{"));
    }
}
