package dev.keepsake.models.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.FontMappers;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.junit.jupiter.api.Test;

class PdfTextTest {

    private static final int MOST = 100_000;

    private final PdfText pdfs = new PdfText(Duration.ofSeconds(60));

    @Test
    void theTextOfAllPagesIsRead() throws Exception {
        var text = pdfs.of(pdf("Pump P2: 3.2 kW", "40 m head – 12 €"), MOST);

        assertThat(text).contains("Pump P2: 3.2 kW").contains("40 m head – 12 €");
        assertThat(text.indexOf("Pump")).isLessThan(text.indexOf("head"));
    }

    @Test
    void aLongDocumentIsCut() throws Exception {
        assertThat(pdfs.of(pdf("word ".repeat(50), "more ".repeat(50)), 300)).hasSize(300);
    }

    @Test
    void scannedPagesHaveNoText() throws Exception {
        var pdf = pdf("");

        assertThatThrownBy(() -> pdfs.of(pdf, MOST))
                .isInstanceOf(UnreadableMedia.class)
                .hasMessage("has no text; pages that were scanned need a vision model");
    }

    @Test
    void aPasswordIsNamedAsTheReason() throws Exception {
        var out = new ByteArrayOutputStream();
        try (var document = new PDDocument()) {
            document.addPage(new PDPage());
            document.protect(
                    new StandardProtectionPolicy("owner", "reader", new AccessPermission()));
            document.save(out);
        }

        assertThatThrownBy(() -> pdfs.of(out.toByteArray(), MOST))
                .hasMessage("is protected by a password");
    }

    @Test
    void whatIsNoPdfIsRefused() {
        for (var junk :
                new String[] {"", "hello", "%PDF-1.7\n%%EOF", "%PDF-1.4 " + "[".repeat(200_000)}) {
            assertThatThrownBy(() -> pdfs.of(junk.getBytes(StandardCharsets.UTF_8), MOST))
                    .isInstanceOf(UnreadableMedia.class);
        }
    }

    @Test
    void aBombTakesDownNothingButItsOwnProcess() throws Exception {
        var bomb = bomb(600_000_000L);
        assertThat(bomb.length).isLessThan(4 << 20);

        assertThatThrownBy(() -> pdfs.of(bomb, MOST)).isInstanceOf(UnreadableMedia.class);
    }

    @Test
    void timeIsLimited() throws Exception {
        var pdf = pdf("Pump P2");

        assertThatThrownBy(() -> new PdfText(Duration.ofMillis(1)).of(pdf, MOST))
                .hasMessage("took too long to read");
    }

    static byte[] pdf(String... pages) throws IOException {
        // or it would look for fonts on this machine and leave a file in the home folder
        FontMappers.set(new OneFont());
        var out = new ByteArrayOutputStream();
        try (var document = new PDDocument()) {
            for (var line : pages) {
                var page = new PDPage();
                document.addPage(page);
                try (var content = new PDPageContentStream(document, page)) {
                    content.beginText();
                    content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
                    content.newLineAtOffset(50, 700);
                    content.showText(line);
                    content.endText();
                }
            }
            document.save(out);
        }
        return out.toByteArray();
    }

    /// A page whose content unfolds to so many bytes.
    private static byte[] bomb(long size) throws IOException {
        var packed = new ByteArrayOutputStream();
        var deflater = new Deflater(Deflater.BEST_SPEED);
        try (var out = new DeflaterOutputStream(packed, deflater)) {
            var zeros = new byte[1 << 20];
            for (var written = 0L; written < size; written += zeros.length) {
                out.write(zeros);
            }
        }
        var pdf = new ByteArrayOutputStream();
        try (var document = new PDDocument()) {
            var page = new PDPage();
            document.addPage(page);
            var stream = new PDStream(document);
            try (var raw = stream.getCOSObject().createRawOutputStream()) {
                packed.writeTo(raw);
            }
            stream.getCOSObject().setItem(COSName.FILTER, COSName.FLATE_DECODE);
            page.setContents(stream);
            document.save(pdf);
        }
        return pdf.toByteArray();
    }
}
