package dev.keepsake.models.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.pdmodel.font.FontMappers;
import org.apache.pdfbox.text.PDFTextStripper;

/// The process behind [PdfText]: a PDF comes in at standard input, its text goes out at standard
/// output. Everything is forgotten at its end.
final class PdfReader {

    /// The text is out.
    static final int DONE = 0;

    /// The reason why there is none is out.
    static final int REFUSED = 3;

    private static final int LATE = 4;

    private static final int MOST_PAGES = 1_000;

    private PdfReader() {}

    /// @param arguments how many characters are wanted, and within how many milliseconds
    public static void main(String[] arguments) throws IOException {
        var most = Integer.parseInt(arguments[0]);
        endAfter(Duration.ofMillis(Long.parseLong(arguments[1])));
        var pdf = System.in.readAllBytes();
        System.exit(answer(pdf, most));
    }

    /// Also when the server that wanted to know is gone.
    private static void endAfter(Duration time) {
        var clock =
                new Thread(() -> {
                    try {
                        Thread.sleep(time);
                    } catch (InterruptedException early) {
                        // to end early is no worse
                    }
                    Runtime.getRuntime().halt(LATE);
                });
        clock.setDaemon(true);
        clock.start();
    }

    private static int answer(byte[] pdf, int most) throws IOException {
        FontMappers.set(new OneFont());
        try (var document = Loader.loadPDF(pdf)) {
            var text = text(document, most);
            if (text.isBlank()) {
                return say("has no text; pages that were scanned need a vision model", REFUSED);
            }
            return say(text, DONE);
        } catch (InvalidPasswordException locked) {
            return say("is protected by a password", REFUSED);
        } catch (IOException | RuntimeException | StackOverflowError malformed) {
            return say("is no PDF that can be read", REFUSED);
        }
    }

    private static int say(String what, int status) throws IOException {
        System.out.write(what.getBytes(StandardCharsets.UTF_8));
        System.out.flush();
        return status;
    }

    private static String text(PDDocument document, int most) throws IOException {
        var stripper = new PDFTextStripper();
        stripper.setSortByPosition(true);
        stripper.setEndPage(MOST_PAGES);
        stripper.setLineSeparator("\n");
        var sink = new Sink(most);
        try {
            stripper.writeText(document, sink);
        } catch (Sink.Full enough) {
            return sink.text.toString();
        }
        return sink.text.toString();
    }

    /// Takes so many characters.
    private static final class Sink extends Writer {

        private static final class Full extends UncheckedIOException {
            private static final long serialVersionUID = 1L;

            Full() {
                super(new IOException("full"));
            }
        }

        private final StringBuilder text = new StringBuilder();
        private final int most;

        Sink(int most) {
            this.most = most;
        }

        @Override
        public void write(char[] chars, int from, int length) {
            text.append(chars, from, Math.min(length, most - text.length()));
            if (text.length() >= most) {
                throw new Full();
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
