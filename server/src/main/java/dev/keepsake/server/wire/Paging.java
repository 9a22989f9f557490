package dev.keepsake.server.wire;

import dev.keepsake.memory.Page;
import dev.keepsake.server.http.Call;
import dev.keepsake.server.http.Refusal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Pages in and out (wire contract 5.5).
public final class Paging {

    public static final int USUAL_SIZE = 100;

    /// Clamped rather than refused: one client stops paging as soon as a page is shorter than it
    /// asked for.
    static final int MOST = 1000;

    private Paging() {}

    /// The page that `page` and `page_size` ask for.
    public static Page.Ask ask(Form form, int usualSize) {
        return new Page.Ask(number(form), size(form.raw("page_size"), usualSize));
    }

    static int number(Form form) {
        var raw = form.raw("page");
        if (raw == null) {
            return 1;
        }
        var number = Form.wholeNumber(raw);
        if (number == null || number < 1) {
            throw Refusal.page();
        }
        return number;
    }

    static int size(@Nullable Object raw, int usual) {
        var size = Form.wholeNumber(raw);
        return size == null || size < 1 ? usual : Math.min(size, MOST);
    }

    /// The envelope of a page, with links to its neighbours.
    public static <T> Map<String, @Nullable Object> envelope(
            Call call, Page<T> page, Function<? super T, ?> body) {
        if (page.isPastEnd()) {
            throw Refusal.page();
        }
        Map<String, @Nullable Object> envelope = new LinkedHashMap<>();
        envelope.put("count", page.total());
        envelope.put("next", page.hasNext() ? call.linkToPage(page.number() + 1) : null);
        envelope.put("previous", page.hasPrevious() ? call.linkToPage(page.number() - 1) : null);
        envelope.put("results", page.items().stream().map(body).toList());
        return envelope;
    }
}
