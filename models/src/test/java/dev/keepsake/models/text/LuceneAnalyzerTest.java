package dev.keepsake.models.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LuceneAnalyzerTest {

    private final LuceneAnalyzer analyzer = new LuceneAnalyzer();

    @Test
    void k01InflectionsAreFoldedAndWordsInIngAlsoKept() {
        assertThat(analyzer.terms("The dogs were barking loudly"))
                .contains("dog", "bark", "barking")
                .doesNotContain("the", "were", "dogs");
    }

    @Test
    void k02PronounsAreDropped() {
        assertThat(analyzer.terms("they visited several museums"))
                .contains("visit", "museum")
                .doesNotContain("they");
    }

    @Test
    void k03PunctuationIsDropped() {
        assertThat(analyzer.terms("Well, hello there!")).containsExactly("well", "hello");
    }

    @Test
    void k04NothingHasNoTerms() {
        assertThat(analyzer.terms("")).isEmpty();
        assertThat(analyzer.queryTerms("")).isEmpty();
        assertThat(analyzer.terms(" \n… !?")).isEmpty();
    }

    @Test
    void k05OrganizeAndOrganizationStayDifferent() {
        assertThat(analyzer.terms("older oldest organize organization"))
                .contains("organize", "organization");
    }

    @ParameterizedTest
    @CsvSource({
        "went, go",
        "children, child",
        "bought, buy",
        "feet, foot",
        "better, good",
        "lying, lie",
        "books, book",
        "movies, movie",
        "traveled, travel",
        "cities, city",
        "wives, wife",
        "analyses, analysis"
    })
    void formsLeadToTheirWord(String form, String word) {
        assertThat(analyzer.terms(form)).contains(word);
        assertThat(analyzer.terms(word)).containsExactly(word);
    }

    @ParameterizedTest
    @CsvSource({"news, new", "evening, even", "wedding, wed", "thing, the", "wicked, wick"})
    void wordsThatOnlyLookInflectedStay(String word, String other) {
        assertThat(analyzer.terms(word)).containsExactly(word).doesNotContain(other);
    }

    @Test
    void everyListedFormAndItsWordHaveATermInCommon() throws Exception {
        for (var list : List.of("english-irregular-forms.txt", "english-further-forms.txt")) {
            for (var line : lines(list)) {
                var words = line.split(" ");
                var base = analyzer.terms(words[0]);
                // A stop word as base could never be found by its forms
                assertThat(base).as(line).isNotEmpty();
                for (var form : words) {
                    assertThat(analyzer.terms(form)).as("%s in %s", form, list).containsAll(base);
                }
            }
        }
    }

    @Test
    void apostrophesLeaveTheWordThatCounts() {
        assertThat(analyzer.terms("User's dog’s name isn't Rex; she'll visit the O'Briens'"))
                .containsExactly("user", "dog", "name", "rex", "visit", "o", "brien");
    }

    @Test
    void accentsWidthAndCompositionDoNotMatter() {
        assertThat(analyzer.terms("Malaga cafe abc"))
                .isEqualTo(analyzer.terms("Málaga cafe\u0301 ＡＢＣ"));
    }

    @Test
    void codesAndNumbersSplitAtPunctuation() {
        assertThat(analyzer.terms("P2: 3.2 kW, id-77_x"))
                .containsExactly("p2", "3", "2", "kw", "id", "77", "x");
    }

    @Test
    void questionsLoseTheirQuestionWords() {
        assertThat(analyzer.queryTerms("What did Anna do before she moved to Graz?"))
                .containsExactly("anna", "move", "graz");
        assertThat(analyzer.terms("What did Anna do before?")).contains("what", "before");
    }

    @Test
    void aQuestionOfNothingElseKeepsThem() {
        assertThat(analyzer.queryTerms("Who is The Who?")).containsExactly("who", "who");
    }

    @Test
    void theMonthOfMayIsNoQuestionWord() {
        assertThat(analyzer.queryTerms("When in May?")).containsExactly("may");
    }

    @Test
    void eastAsianTextBecomesPairs() {
        assertThat(analyzer.terms("我喜欢苹果")).containsExactly("我喜", "喜欢", "欢苹", "苹果");
        assertThat(analyzer.terms("東京タワー")).contains("東京", "タワ");
        assertThat(analyzer.terms("서울에")).containsExactly("서울", "울에");
    }

    @ParameterizedTest
    @CsvSource({
        "большие собаки, большая собака",
        "μεγάλη, μεγάλης",
        "किताबें, किताब",
        "البيت, بيت",
    })
    void otherScriptsGetTheRulesOfTheirLanguage(String one, String other) {
        assertThat(analyzer.terms(one)).isNotEmpty().isEqualTo(analyzer.terms(other));
    }

    @Test
    void thaiIsCutIntoWords() {
        assertThat(analyzer.terms("ฉันชอบกินข้าว")).contains("ข้าว", "กิน");
    }

    @Test
    void scriptsWithoutRulesGiveTheirWords() {
        assertThat(analyzer.terms("אני אוהב כלבים")).containsExactly("אני", "אוהב", "כלבים");
        assertThat(analyzer.terms("ԲԱՐԵՎ")).containsExactly("բարեվ");
    }

    @Test
    void aForeignNameIsTheSameTermInAnyText() {
        assertThat(analyzer.terms("我用 PostgreSQL 数据库")).contains("postgresql", "数据");
        assertThat(analyzer.terms("She visited 東京 twice")).contains("visit", "東京");
        assertThat(analyzer.terms("東京")).containsExactly("東京");
    }

    @Test
    void termsHoldNoWhiteSpaceWhateverTheText() {
        var wild = "a\u00A0b\u3000c\u2028d 👩‍👩‍👧 \uD83D x\u0000y " + "long".repeat(10_000);

        assertThat(analyzer.terms(wild))
                .isNotEmpty()
                .allSatisfy(term -> assertThat(term).isNotEmpty().doesNotContainAnyWhitespaces());
    }

    @Test
    void manyThreadsGetTheSameTerms() throws Exception {
        var text = "The dogs were barking, 東京タワー, большие собаки, ฉันชอบกินข้าว";
        var expected = analyzer.terms(text);
        var answers = new ArrayList<Future<List<String>>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 500; i++) {
                answers.add(threads.submit(() -> analyzer.terms(text)));
            }
        }

        for (var answer : answers) {
            assertThat(answer.get()).isEqualTo(expected);
        }
    }

    private static List<String> lines(String list) throws Exception {
        try (var stream = LuceneAnalyzer.class.getResourceAsStream(list)) {
            assertThat(stream).isNotNull();
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }
}
