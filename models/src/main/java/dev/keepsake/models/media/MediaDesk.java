package dev.keepsake.models.media;

import dev.keepsake.ingest.Media;
import dev.keepsake.ingest.MediaReader;
import dev.keepsake.model.Purpose;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// Reads media of every kind: takes them out of the request or fetches them, and hands them to
/// whoever reads that kind. Safe for many threads; a few parts are in hand at once, so that large
/// ones do not fill the memory together.
public final class MediaDesk implements MediaReader {

    /// The windows in which a language model reads a long document cover about as much.
    private static final int MOST_CHARS = 240_000;

    private static final int AT_ONCE = 4;

    private final MediaSource web;
    private final PdfText pdfs;
    private final @Nullable PhotoDescriber photos;
    private final int mostBytes;
    private final Semaphore free = new Semaphore(AT_ONCE);

    /// @param photos null when no model sees
    /// @param mostBytes of one part
    public MediaDesk(
            MediaSource web, PdfText pdfs, @Nullable PhotoDescriber photos, int mostBytes) {
        this.web = web;
        this.pdfs = pdfs;
        this.photos = photos;
        this.mostBytes = mostBytes;
    }

    @Override
    public Reading read(Purpose purpose, Media media) {
        if (media.kind() == Media.Kind.IMAGE && photos == null) {
            return new Reading.Unreadable("vision unavailable");
        }
        try {
            free.acquire();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Reading.Unreadable("the server stopped");
        }
        try {
            return reading(purpose, media);
        } catch (UnreadableMedia unreadable) {
            return new Reading.Unreadable(unreadable.reason());
        } finally {
            free.release();
        }
    }

    private Reading reading(Purpose purpose, Media media) throws UnreadableMedia {
        var bytes = media.isLink() ? web.fetch(media.url()) : InlineMedia.bytes(media);
        if (bytes.length > mostBytes) {
            throw new UnreadableMedia("is larger than " + mostBytes + " bytes");
        }
        return switch (media.kind()) {
            case IMAGE -> photo(purpose, bytes);
            case PDF -> text(Paragraphs.ofPages(pdfs.of(bytes, MOST_CHARS + 1)));
            case TXT -> text(Paragraphs.ofText(start(PlainText.of(bytes))));
            case MDX -> text(Paragraphs.ofText(MdxText.of(start(PlainText.of(bytes)))));
        };
    }

    private Reading photo(Purpose purpose, byte[] image) throws UnreadableMedia {
        if (photos == null) {
            throw new UnreadableMedia("vision unavailable");
        }
        return new Reading.Photo(photos.describe(purpose, image));
    }

    /// More than enough, even when tags and imports take most of it.
    private static String start(String source) {
        return source.substring(0, Math.min(source.length(), 4 * MOST_CHARS));
    }

    private static Reading text(String text) throws UnreadableMedia {
        var plain = text.strip();
        if (plain.isEmpty()) {
            throw new UnreadableMedia("has no text");
        }
        if (plain.length() <= MOST_CHARS) {
            return new Reading.Text(plain, false);
        }
        var end =
                Character.isHighSurrogate(plain.charAt(MOST_CHARS - 1))
                        ? MOST_CHARS - 1
                        : MOST_CHARS;
        return new Reading.Text(plain.substring(0, end), true);
    }
}
