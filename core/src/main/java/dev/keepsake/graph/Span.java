package dev.keepsake.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A candidate for a mention with its place in a sentence.
///
/// @param priority the lower one is kept where two overlap (engine contract 4.4)
/// @param end after its last character
record Span(int start, int end, String text, NodeType type, double confidence, int priority) {

    private static final int SHORTEST = 3;
    private static final int LONGEST = 100;

    private static final Comparator<Span> BEST_FIRST =
            Comparator.comparingInt(Span::priority)
                    .thenComparing(Comparator.comparingInt(Span::length).reversed())
                    .thenComparingInt(Span::start);

    /// Named by a gazetteer, or a node already.
    static Span known(int start, int end, String text) {
        return new Span(start, end, text, NodeType.PROPER, 0.95, 0);
    }

    static Span identifier(int start, int end, String text) {
        return new Span(start, end, text, NodeType.IDENTIFIER, 0.90, 1);
    }

    static Span proper(int start, int end, String text) {
        return new Span(start, end, text, NodeType.PROPER, 0.80, 2);
    }

    static Span quoted(int start, int end, String text) {
        return new Span(start, end, text, NodeType.QUOTED, 0.75, 3);
    }

    static Span topic(int start, int end, String text) {
        return new Span(start, end, text, NodeType.TOPIC, 0.45, 4);
    }

    int length() {
        return end - start;
    }

    Mention mention() {
        return new Mention(text, type, confidence);
    }

    /// Whether it is of a fit length, in one piece.
    boolean isFit() {
        return text.codePointCount(0, text.length()) >= SHORTEST
                && text.length() <= LONGEST
                && !text.contains("  ")
                && text.codePoints().noneMatch(Character::isISOControl);
    }

    private boolean overlaps(Span other) {
        return start < other.end && other.start < end;
    }

    private boolean contains(Span other) {
        return start <= other.start && other.end <= end;
    }

    /// A topic of several words may reach into a proper name, but not just repeat it.
    private boolean yieldsTo(Span better) {
        return overlaps(better)
                && (type != NodeType.TOPIC
                        || better.type != NodeType.PROPER
                        || better.contains(this));
    }

    /// A name inside of quotation marks is part of a title, and one inside of a longer name part of
    /// that: "Oslo" in "University of Oslo", however well Oslo is known.
    private boolean isInsideOf(Span longer) {
        return type == NodeType.PROPER
                && (longer.type == NodeType.QUOTED || longer.type == NodeType.PROPER)
                && longer.isFit()
                && longer.contains(this)
                && longer.length() > length();
    }

    /// Those of one sentence that stand, in order.
    static List<Span> resolved(List<Span> candidates) {
        List<Span> kept = new ArrayList<>();
        candidates.stream()
                .filter(Span::isFit)
                .filter(each -> candidates.stream().noneMatch(each::isInsideOf))
                .sorted(BEST_FIRST)
                .filter(each -> kept.stream().noneMatch(each::yieldsTo))
                .forEach(kept::add);
        kept.sort(Comparator.comparingInt(Span::start));
        return kept;
    }
}
