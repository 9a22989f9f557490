package dev.keepsake.graph;

import dev.keepsake.model.Token;
import dev.keepsake.model.Token.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Names that are known from elsewhere: nodes of the owner, in whatever case, and names of the
/// [Gazetteer] with a capital.
final class KnownSpans {

    private static final int MOST_WORDS = 6;

    private final Sentence sentence;
    private final Predicate<String> isNode;

    /// @param isNode whether a name in [normal form][Mention#norm] is a node already
    KnownSpans(Sentence sentence, Predicate<String> isNode) {
        this.sentence = sentence;
        this.isNode = isNode;
    }

    List<Span> spans() {
        List<Span> spans = new ArrayList<>();
        var tokens = sentence.tokens();
        for (var from = 0; from < tokens.size(); from++) {
            for (var to = Math.min(tokens.size(), from + MOST_WORDS); to > from; to--) {
                if (isName(from, to)) {
                    var text = sentence.between(from, to - 1);
                    spans.add(
                            Span.known(
                                    tokens.get(from).start(),
                                    tokens.get(to - 1).end(),
                                    String.join(" ", text.strip().split("\\s+"))));
                    break;
                }
            }
        }
        return spans;
    }

    private boolean isName(int from, int to) {
        if (!isPlausible(from, to)) {
            return false;
        }
        var norm = Mention.norm(sentence.between(from, to - 1));
        return isNode.test(norm)
                || to - from <= Gazetteer.LONGEST
                        && isCapital(sentence.tokens().get(from))
                        && Gazetteer.knows(norm);
    }

    /// A word of its own in lower case may be a name only where a name may stand: not every mark is
    /// Mark.
    private boolean isPlausible(int from, int to) {
        var tokens = sentence.tokens().subList(from, to);
        return tokens.stream().anyMatch(each -> each.is(Tag.PROPN, Tag.NOUN, Tag.X, Tag.ADJ))
                && tokens.getFirst().text().codePoints().anyMatch(Character::isLetterOrDigit)
                && tokens.getLast().text().codePoints().anyMatch(Character::isLetterOrDigit)
                && (tokens.size() > 1
                        || isCapital(tokens.getFirst())
                        || tokens.getFirst().is(Tag.PROPN, Tag.NOUN, Tag.X));
    }

    private static boolean isCapital(Token token) {
        return token.text().codePoints().anyMatch(Character::isUpperCase);
    }
}
