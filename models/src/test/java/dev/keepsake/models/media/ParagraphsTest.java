package dev.keepsake.models.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParagraphsTest {

    @Test
    void theLinesOfAPrintedParagraphBecomeOne() {
        var page =
                """
                Annual report
                The pump in Hall B was installed by Novo Pumps on March
                3, 2024 and has run without a fault since. Its mainte-
                nance is due every six months, as agreed with Ingrid
                Falk of Novo Pumps. She visits the plant in spring.
                Costs
                - travel of the technician, who comes by train from
                  Bergen
                - spare parts
                2) Next visit
                """;

        assertThat(Paragraphs.ofPages(page))
                .isEqualTo(
                        """
                        Annual report
                        The pump in Hall B was installed by Novo Pumps on March 3, 2024 and has run without a fault since. Its maintenance is due every six months, as agreed with Ingrid Falk of Novo Pumps. She visits the plant in spring.
                        Costs
                        - travel of the technician, who comes by train from Bergen
                        - spare parts
                        2) Next visit
                        """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "milk\neggs\nbread\n",
                "Ana lives in Graz with her two cats and her sister Mia\nBo prefers window seats on the long flights to Asia\n",
                "2024-01-02,pump started,ok,operator Ana,hall B,40 m\n2024-01-03,pump stopped,ok,operator Bo,hall B,40 m\n",
                "# A heading that is nearly as long as the line below it\nthen text that follows it right on the next line of it\n",
                "| name of the pump and its place | head of it in metres |\n| p2 in hall b, beside the stairs | 40 m, at 230 V |\n",
                "```\nlet x = some + rather + long + line + of + code +\nanother + one;\n```\n",
                ""
            })
    void linesOfATextThatStandForThemselvesStay(String text) {
        assertThat(Paragraphs.ofText(text)).isEqualTo(text);
    }

    @Test
    void aWrappedTextFileIsUnwrappedWhereItPlainlyGoesOn() {
        assertThat(
                        Paragraphs.ofText(
                                "The pump was installed in spring by two technicians\nwho came by train.\n\nThe end"))
                .isEqualTo(
                        "The pump was installed in spring by two technicians who came by train.\n\nThe end\n");
    }

    @Test
    void aVeryLongTextTakesNoVeryLongTime() {
        assertThat(
                        Paragraphs.ofPages(
                                "word and so on and so on, it never ends at all\n".repeat(20_000)))
                .hasSize(20_000 * 47);
    }
}
