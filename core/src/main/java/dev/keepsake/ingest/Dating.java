package dev.keepsake.ingest;

import dev.keepsake.ingest.Extraction.Candidate;
import dev.keepsake.memory.Temporal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Tells when what a text says happened or holds, and says it in dates (engine contract 6.1 and
/// 6.2). Days are counted in the zone of the conversation; the interval of a record runs from
/// midnight to midnight UTC, because stored dates are plain dates.
///
/// English only: texts of other languages keep their words and have no record. Pure; safe for many
/// threads.
public final class Dating {

    private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?])\\s+(?=\\p{Lu})");

    /// Nobody says a sentence longer than this; logs and encoded data do.
    private static final int LONGEST_SENTENCE = 2000;

    private final LocalDate day;
    private final DatePhrases phrases;

    /// @param observed when the words were said
    /// @param zone of whoever said them
    public Dating(Instant observed, ZoneId zone) {
        this.day = observed.atZone(zone).toLocalDate();
        this.phrases = new DatePhrases(day);
    }

    /// A text and when it is about.
    ///
    /// @param temporal null when nothing can be told
    public record Told(String text, @Nullable Temporal temporal) {}

    /// The text with dates in place of words like `yesterday`.
    public Told told(String text) {
        if (!Language.isEnglish(text)) {
            return new Told(text, null);
        }
        var result = new StringBuilder();
        Dated.@Nullable Span span = null;
        var ends = SENTENCE_END.matcher(text);
        int start = 0;
        while (start < text.length()) {
            int end = ends.find() ? ends.start() : text.length();
            var dated = sentence(text.substring(start, end));
            result.append(dated.text());
            span = span == null ? dated.span() : span;
            start = end;
            if (end < text.length()) {
                result.append(ends.group());
                start = ends.end();
            }
        }
        return new Told(result.toString(), TemporalCues.of(result.toString(), span, day));
    }

    /// When a text is about, for texts that must not change.
    public @Nullable Temporal of(String text) {
        return told(text).temporal();
    }

    /// A candidate of a language model, checked: relative words that it left become dates, and a
    /// missing record is filled in.
    Candidate checked(Candidate candidate) {
        var told = told(candidate.text());
        return new Candidate(
                told.text(),
                candidate.attributedTo(),
                candidate.speaker(),
                candidate.sources(),
                candidate.linked(),
                candidate.supersedes(),
                candidate.duplicateOf(),
                candidate.absorbs(),
                candidate.temporal() == null ? told.temporal() : candidate.temporal(),
                candidate.categories());
    }

    /// One clause, for texts that are built of clauses.
    Dated clause(String text) {
        return phrases.absolute(text);
    }

    /// The record of a text that is dated already.
    Temporal of(Dated dated) {
        return TemporalCues.of(dated.text(), dated.span(), day);
    }

    /// Sentences keep their final mark when a phrase moves to their end.
    private Dated sentence(String sentence) {
        if (sentence.length() > LONGEST_SENTENCE) {
            return new Dated(sentence, null);
        }
        var body = sentence.replaceFirst("[.!?]+$", "");
        var dated = phrases.absolute(body);
        return new Dated(dated.text() + sentence.substring(body.length()), dated.span());
    }
}
