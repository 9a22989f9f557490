package dev.keepsake.models.extract;

import dev.keepsake.memory.Message;
import dev.keepsake.summary.Tokens;
import java.util.ArrayList;
import java.util.List;

/// Cuts what is too long for one question into windows of 3 000 tokens, 20 at most (engine contract
/// 1.12). Messages stay whole where they fit; a longer one, a document, is cut with 200 tokens told
/// twice, so that a sentence at the cut is whole in one of them. Pure.
///
/// @param windows in order; one for what fits
/// @param isCut whether there was more than the windows hold
record Windows(List<Window> windows, boolean isCut) {

    private static final int TOKENS = 3_000;
    private static final int OVERLAP = 200;
    private static final int MOST = 20;

    /// @param messages whole messages and parts of messages
    /// @param positions where each comes from, in the messages of the task
    record Window(List<Message> messages, List<Integer> positions) {}

    static Windows of(List<Message> messages) {
        List<Window> windows = new ArrayList<>();
        var open = new Window(new ArrayList<>(), new ArrayList<>());
        var used = 0;
        for (var at = 0; at < messages.size(); at++) {
            for (var part : parts(messages.get(at).content())) {
                var size = Tokens.in(part);
                if (used + size > TOKENS && used > 0) {
                    windows.add(open);
                    open = new Window(new ArrayList<>(), new ArrayList<>());
                    used = 0;
                }
                var whole = messages.get(at);
                open.messages.add(new Message(whole.role(), whole.name(), part));
                open.positions.add(at);
                used += size;
            }
        }
        windows.add(open);
        return windows.size() <= MOST
                ? new Windows(windows, false)
                : new Windows(List.copyOf(windows.subList(0, MOST)), true);
    }

    private static List<String> parts(String text) {
        if (Tokens.in(text) <= TOKENS) {
            return List.of(text);
        }
        List<String> parts = new ArrayList<>();
        var from = 0;
        while (from < text.length() && parts.size() <= MOST) {
            var end = end(text, from);
            parts.add(text.substring(from, end));
            from = end == text.length() ? end : Math.max(from + 1, start(text, end));
        }
        return parts;
    }

    /// As far as the tokens reach, back to the end of a line, sentence or word where one is near.
    private static int end(String text, int from) {
        var most = reach(text, from, TOKENS);
        if (most == text.length()) {
            return most;
        }
        var near = from + (most - from) * 9 / 10;
        for (var mark : List.of("\n", ". ", " ")) {
            var found = text.lastIndexOf(mark, most - 1);
            if (found >= near) {
                return found + mark.length();
            }
        }
        return most;
    }

    /// Where the next part begins: some tokens before this one ended, at a word.
    private static int start(String text, int end) {
        var at = end;
        var units = 4 * OVERLAP;
        while (at > 0 && units > 0) {
            var point = text.codePointBefore(at);
            units -= Tokens.isDense(point) ? 4 : Character.charCount(point);
            at -= Character.charCount(point);
        }
        var word = text.indexOf(' ', at);
        return word >= 0 && word < end - 1 ? word + 1 : at;
    }

    private static int reach(String text, int from, int tokens) {
        var at = from;
        var units = 4L * tokens;
        while (at < text.length() && units > 0) {
            var point = text.codePointAt(at);
            units -= Tokens.isDense(point) ? 4 : Character.charCount(point);
            at += Character.charCount(point);
        }
        return at;
    }
}
