package dev.keepsake.ingest;

import dev.keepsake.ingest.Extraction.Candidate;
import dev.keepsake.memory.Attribution;
import dev.keepsake.memory.Message;
import dev.keepsake.memory.Origin;
import dev.keepsake.memory.Scope;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// From an extractor's candidates to drafts: cleaned, cut to size, and put into the scope of
/// whoever said it (engine contract 1.3 and stages 5 and 6). Pure.
final class Distillation {

    private final int maxChars;

    Distillation(int maxChars) {
        this.maxChars = maxChars;
    }

    /// @param messages those that the extractor saw, in the same order
    List<Draft> drafts(List<Candidate> candidates, Scope scope, List<Message> messages) {
        List<Draft> drafts = new ArrayList<>();
        for (var candidate : candidates) {
            var text = cut(candidate.text().strip());
            if (!text.isEmpty()) {
                drafts.add(draft(text, candidate, scope, messages));
            }
        }
        return drafts;
    }

    private static Draft draft(
            String text, Candidate candidate, Scope scope, List<Message> messages) {
        var origin =
                new Origin(
                        candidate.speaker(),
                        role(candidate, messages),
                        candidate.attributedTo(),
                        null);
        var input =
                candidate.sources().isEmpty()
                        ? messages
                        : candidate.sources().stream()
                                .filter(at -> at >= 0 && at < messages.size())
                                .map(messages::get)
                                .toList();
        return new Draft(
                text,
                scopeOf(candidate.attributedTo(), scope),
                origin,
                input,
                new Claims(
                        candidate.linked(),
                        candidate.supersedes(),
                        candidate.duplicateOf(),
                        candidate.absorbs()),
                candidate.temporal(),
                candidate.categories());
    }

    private static @Nullable String role(Candidate candidate, List<Message> messages) {
        if (candidate.speaker() == null || candidate.sources().size() != 1) {
            return null;
        }
        var at = candidate.sources().getFirst();
        return at >= 0 && at < messages.size() ? messages.get(at).role() : null;
    }

    /// With a user and an agent given, each fact belongs to the one who stated it.
    static Scope scopeOf(Attribution attributedTo, Scope scope) {
        if (scope.user() == null || scope.agent() == null) {
            return scope;
        }
        return attributedTo == Attribution.ASSISTANT
                ? new Scope(null, scope.agent(), scope.app(), scope.run())
                : new Scope(scope.user(), null, scope.app(), scope.run());
    }

    /// At most the allowed length, ended at the last sentence that fits, or at the last word when
    /// none does.
    private String cut(String text) {
        if (text.length() <= maxChars) {
            return text;
        }
        var head = text.substring(0, maxChars);
        var sentences = BreakIterator.getSentenceInstance(Locale.ROOT);
        sentences.setText(text);
        var end = sentences.preceding(maxChars + 1);
        if (end <= 0) {
            end = head.lastIndexOf(' ');
        }
        if (end <= 0) {
            // half a surrogate pair could not be stored
            end = Character.isHighSurrogate(head.charAt(maxChars - 1)) ? maxChars - 1 : maxChars;
        }
        return text.substring(0, end).strip();
    }
}
