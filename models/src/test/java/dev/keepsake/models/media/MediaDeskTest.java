package dev.keepsake.models.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.ingest.Media;
import dev.keepsake.ingest.Media.Kind;
import dev.keepsake.ingest.MediaReader.Reading;
import dev.keepsake.model.ChatModel;
import dev.keepsake.model.Purpose;
import dev.keepsake.models.extract.ScriptedModel;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaDeskTest {

    private static final byte[] PNG = HexFormat.of().parseHex("89504e470d0a1a0a0000000d49484452");

    private byte[] web = new byte[0];

    @Test
    void plainTextComesAsDataUriAsBase64OrFromALink() {
        web = "Pump P2: ünder 40 m\n".getBytes(UTF_8);
        var base64 = Base64.getEncoder().encodeToString(web);

        for (var url :
                List.of(
                        "https://example.org/pump.txt",
                        "data:text/plain;base64," + base64,
                        "DATA:text/plain;charset=utf-8;BASE64," + base64,
                        "data:,Pump%20P2:%20%C3%BCnder%2040%20m",
                        base64,
                        base64.replaceAll("(.{10})", "$1\r\n"),
                        base64.replace("=", ""))) {
            assertThat(read(Kind.TXT, url))
                    .isEqualTo(new Reading.Text("Pump P2: ünder 40 m", false));
        }
    }

    @Test
    void textIsDecodedByItsMarkThenAsUtf8ThenAsLatin1() {
        assertThat(text("\ufeffgrün".getBytes(UTF_8))).isEqualTo("grün");
        assertThat(text("\ufeffgrün".getBytes(UTF_16LE))).isEqualTo("grün");
        assertThat(text("grün".getBytes(UTF_8))).isEqualTo("grün");
        assertThat(text("grün".getBytes(ISO_8859_1))).isEqualTo("grün");
    }

    @Test
    void whatIsNoTextIsRefused() {
        assertThat(refused(Kind.TXT, "https://example.org/a", PNG)).isEqualTo("is not text");
        assertThat(refused(Kind.TXT, "https://example.org/a", " \n".getBytes(UTF_8)))
                .isEqualTo("is empty");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello world!",
                "data:text/plain;base64,@@@",
                "data:text/plain",
                "data:,%zz",
                "ftp://example.org/a.txt",
                "file:///etc/passwd",
                "AA",
                "=",
                "A"
            })
    void aBrokenAddressIsRefused(String url) {
        assertThat(read(Kind.TXT, url)).isInstanceOf(Reading.Unreadable.class);
    }

    @Test
    void picturesAndPdfsAreNeverBareBase64() {
        assertThat(refused(Kind.PDF, "JVBERi0xLjQK", new byte[0]))
                .isEqualTo("must be an http or https address or a data URI");
    }

    @Test
    void ofMdxOnlyTheProseIsLeft() {
        web =
                """
                ---
                title: Pump
                ---
                import { Card,
                  Note } from '@/components'
                import Logo from "./logo.svg"
                export const meta = {
                  a: 1,
                }

                # Pump <Badge text="a > b" on={() => x > 1}/> P2

                {/* a note to the authors */}
                <Note type="warn">
                Runs at **3.2 kW** if a < b, see <https://example.org>. `<Card>` and \\<this> stay.
                </Note>
                <>Fragment</>
                Import duties are extra.

                ```jsx
                import x from 'y'
                <Card/>
                ```
                """
                        .getBytes(UTF_8);

        assertThat(read(Kind.MDX, "https://example.org/pump.mdx"))
                .isEqualTo(
                        new Reading.Text(
                                """
                                ---
                                title: Pump
                                ---

                                # Pump  P2

                                Runs at **3.2 kW** if a < b, see <https://example.org>. `<Card>` and \\<this> stay.

                                Fragment
                                Import duties are extra.

                                ```jsx
                                import x from 'y'
                                <Card/>
                                ```\
                                """,
                                false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"<a ", "{/*", "<!--", "`", "``` ", "import {", "import a ", "<a \"", "\\"})
    void hostileMdxEnds(String piece) {
        web = piece.repeat(1_000_000 / piece.length()).getBytes(UTF_8);

        assertThat(read(Kind.MDX, "https://example.org/a.mdx")).isNotNull();
    }

    @Test
    void aLongTextIsCut() {
        web = "😀".repeat(200_000).getBytes(UTF_8);

        assertThat(read(Kind.TXT, "https://example.org/a.txt"))
                .isEqualTo(new Reading.Text("😀".repeat(120_000), true));
    }

    @Test
    void whatIsTooLargeIsRefused() {
        var large = Base64.getEncoder().encodeToString(new byte[2 << 20]);

        assertThat(refused(Kind.TXT, large, new byte[0])).isEqualTo("is larger than 1048576 bytes");
    }

    @Test
    void withoutVisionAPictureIsNotEvenFetched() {
        var desk =
                new MediaDesk(
                        _ -> {
                            throw new AssertionError("fetched");
                        },
                        pdfs(),
                        null,
                        1 << 20);

        assertThat(desk.read(Purpose.trial(), new Media(Kind.IMAGE, "https://example.org/a.png")))
                .isEqualTo(new Reading.Unreadable("vision unavailable"));
    }

    @Test
    void aPictureIsDescribedInOneLine() {
        web = PNG;
        var model = new ScriptedModel("<think>hm</think>A harbour.\n\nThe sign says \"KAI 3\".");

        var reading = desk(model).read(Purpose.trial(), link(Kind.IMAGE));

        assertThat(reading).isEqualTo(new Reading.Photo("A harbour. The sign says \"KAI 3\"."));
        var ask = model.asked().getFirst();
        assertThat(ask.pictures()).containsExactly(new ChatModel.Picture("image/png", PNG));
        assertThat(ask.schema()).isNull();
    }

    @Test
    void theQuestionAboutAPictureIsTheOneOfItsVersion() throws Exception {
        var ask = new PhotoDescriber(new ScriptedModel()).ask(Purpose.trial(), PNG);

        assertThat(PhotoDescriber.VERSION).isEqualTo("v1");
        try (var golden = MediaDeskTest.class.getResourceAsStream("vision-v1.golden.txt")) {
            assertThat(ask.system() + "\n----\n" + ask.user() + "\n")
                    .isEqualTo(new String(Objects.requireNonNull(golden).readAllBytes(), UTF_8));
        }
    }

    @Test
    void aModelThatFailsIsAskedOnceMore() {
        web = PNG;

        var passing = new ScriptedModel(ScriptedModel.down(), "A harbour.");
        assertThat(desk(passing).read(Purpose.trial(), link(Kind.IMAGE)))
                .isEqualTo(new Reading.Photo("A harbour."));
        var down = new ScriptedModel(ScriptedModel.down(), ScriptedModel.down());
        assertThat(desk(down).read(Purpose.trial(), link(Kind.IMAGE)))
                .isEqualTo(
                        new Reading.Unreadable(
                                "the vision model failed: the chat endpoint answered 503"));
        var refused = new ScriptedModel(ScriptedModel.refused());
        assertThat(desk(refused).read(Purpose.trial(), link(Kind.IMAGE)))
                .isInstanceOf(Reading.Unreadable.class);
        assertThat(desk(new ScriptedModel(" ")).read(Purpose.trial(), link(Kind.IMAGE)))
                .isEqualTo(new Reading.Unreadable("the vision model said nothing"));
    }

    @Test
    void whatIsNoPictureIsShownToNobody() {
        web = "<svg onload='x'/>".getBytes(UTF_8);

        assertThat(desk(new ScriptedModel()).read(Purpose.trial(), link(Kind.IMAGE)))
                .isEqualTo(new Reading.Unreadable("is no PNG, JPEG, GIF or WebP picture"));
        assertThat(
                        desk(new ScriptedModel())
                                .read(
                                        Purpose.trial(),
                                        new Media(
                                                Kind.IMAGE, "data:text/html;base64,iVBORw0KGgo=")))
                .isEqualTo(new Reading.Unreadable("the data URI is not one of an image"));
    }

    @Test
    void aPdfComesAsDataUri() throws Exception {
        var pdf = Base64.getEncoder().encodeToString(PdfTextTest.pdf("Pump P2"));

        assertThat(read(Kind.PDF, "data:application/pdf;base64," + pdf))
                .isEqualTo(new Reading.Text("Pump P2", false));
    }

    private static Media link(Kind kind) {
        return new Media(kind, "https://example.org/a");
    }

    private String text(byte[] bytes) {
        web = bytes;
        return ((Reading.Text) read(Kind.TXT, "https://example.org/a.txt")).text();
    }

    private String refused(Kind kind, String url, byte[] answer) {
        web = answer;
        return ((Reading.Unreadable) read(kind, url)).reason();
    }

    private Reading read(Kind kind, String url) {
        return desk(new ScriptedModel()).read(Purpose.trial(), new Media(kind, url));
    }

    private MediaDesk desk(ScriptedModel model) {
        return new MediaDesk(_ -> web, pdfs(), new PhotoDescriber(model), 1 << 20);
    }

    private static PdfText pdfs() {
        return new PdfText(Duration.ofSeconds(60));
    }
}
