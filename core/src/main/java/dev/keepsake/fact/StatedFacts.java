package dev.keepsake.fact;

import dev.keepsake.fact.FactFrame.SlotKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// A statement taken apart for comparing: its frames, what it says is over, and its words.
/// Immutable.
public final class StatedFacts {

    /// Longer texts are documents; they are compared by their words only.
    private static final int MAX_CHARS = 600;

    private static final Set<String> WEEKS = Set.of("week", "weekend");

    private final List<Clause> clauses;
    private final List<FactFrame> frames;
    private final List<Ending> endings;
    private final Set<String> content;
    private final Set<String> numbers;
    private final Set<String> names;
    private final Set<String> told;
    private final boolean isOpen;
    private final int negations;
    private final boolean isAdditive;
    private final boolean isLimited;
    private final boolean isQuestion;
    private final boolean isTrial;

    private StatedFacts(List<Word> words, List<Clause> clauses, boolean isQuestion) {
        this.clauses = List.copyOf(clauses);
        this.frames = clauses.stream().flatMap(each -> FrameReader.frames(each).stream()).toList();
        this.endings = clauses.stream().flatMap(each -> Ending.of(each).stream()).toList();
        this.content = Set.copyOf(Phrases.content(words));
        this.numbers =
                words.stream()
                        .filter(Word::isNumber)
                        .map(Word::stem)
                        .collect(Collectors.toUnmodifiableSet());
        this.names = namesOf(words);
        this.told = told(content, clauses);
        this.isOpen = words.stream().anyMatch(word -> word.isIn(Lexicon.POINTERS));
        this.negations = negations(words);
        this.isAdditive = words.stream().anyMatch(word -> word.isIn(Lexicon.ADDITIVE));
        this.isLimited = isLimited(words);
        this.isQuestion = isQuestion;
        this.isTrial = clauses.stream().anyMatch(Trial::isTrial);
    }

    /// Pure and deterministic.
    public static StatedFacts of(String text) {
        var told = text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS) : text;
        var words = Word.all(text.length() > 4 * MAX_CHARS ? told : text);
        var clauses =
                text.length() > MAX_CHARS ? List.<Clause>of() : ClauseReader.read(Word.all(told));
        return new StatedFacts(words, clauses, text.contains("?"));
    }

    /// What is said, without whom it is said of.
    private static Set<String> told(Set<String> content, List<Clause> clauses) {
        Set<String> told = new LinkedHashSet<>(content);
        for (var clause : clauses) {
            for (var name : clause.subject().owner().split(" ")) {
                told.remove(Lexicon.folded(name));
            }
        }
        return Set.copyOf(told);
    }

    /// `can't stand` is a word of its own.
    private static int negations(List<Word> words) {
        var count = 0;
        for (var at = 0; at < words.size(); at++) {
            var isStand = at + 1 < words.size() && words.get(at + 1).is("stand");
            count += words.get(at).isIn(Lexicon.NEGATIONS) && !isStand ? 1 : 0;
        }
        return count;
    }

    /// `during the week of August 17` only dates.
    private static boolean isLimited(List<Word> words) {
        for (var at = 0; at < words.size(); at++) {
            var next = words.subList(at + 1, Math.min(words.size(), at + 4));
            var isDated =
                    next.stream().anyMatch(word -> word.is("of"))
                            && next.stream()
                                    .anyMatch(word ->
                                            word.isIn(WEEKS)
                                                    || Lexicon.MONTHS.contains(word.stem()));
            if (words.get(at).isIn(Lexicon.LIMITING) && !isDated) {
                return true;
            }
        }
        return false;
    }

    private static Set<String> namesOf(List<Word> words) {
        Set<String> names = new LinkedHashSet<>();
        for (var at = 0; at < words.size(); at++) {
            var word = words.get(at);
            var isBegin = at == 0 || words.get(at - 1).is(".");
            if (Phrases.isName(word) && (!isBegin || isNameAtStart(words, at))) {
                names.add(word.stem());
            }
        }
        return Set.copyOf(names);
    }

    /// A capital at the start of a sentence means a name only before another one, or before `'s`.
    private static boolean isNameAtStart(List<Word> words, int at) {
        return at + 1 < words.size()
                && (words.get(at + 1).isPossessive()
                        || Phrases.isName(words.get(at + 1))
                        || Verbs.isKnown(words.get(at + 1)));
    }

    List<FactFrame> frames() {
        return frames;
    }

    List<Ending> endings() {
        return endings;
    }

    /// The folded words that say something.
    Set<String> content() {
        return content;
    }

    Set<String> numbers() {
        return numbers;
    }

    /// Names of people, places and things, folded.
    public Set<String> names() {
        return names;
    }

    /// The folded words that say something of the subjects.
    Set<String> told() {
        return told;
    }

    /// Whether it points to something that it does not name (`it`, `them`, `you`): then the same
    /// words may mean something else.
    boolean isOpen() {
        return isOpen;
    }

    int negations() {
        return negations;
    }

    boolean isAdditive() {
        return isAdditive;
    }

    boolean isLimited() {
        return isLimited;
    }

    boolean isQuestion() {
        return isQuestion;
    }

    /// Whether something is done for a while only.
    public boolean isTrial() {
        return isTrial;
    }

    /// Whether it consists of several statements, so that one of them being outdated says little
    /// about the rest.
    boolean isCompound() {
        return clauses.size() > 1;
    }

    /// The frames of the first clause: what the statement is about in the first place.
    List<FactFrame> main() {
        return clauses.isEmpty() ? List.of() : FrameReader.frames(clauses.getFirst());
    }

    /// The slots that it fills, whether or not they hold one value at a time.
    Set<SlotKey> slots() {
        return frames.stream()
                .map(FactFrame::slot)
                .filter(Objects::nonNull)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// Words by which memories can be found that fill the same slots, or those that it empties; the
    /// empty text when there are none.
    public String slotCues() {
        Set<Slot> slots = new TreeSet<>();
        slots().forEach(key -> slots.add(key.slot()));
        endings.forEach(ending -> slots.addAll(ending.slots()));
        return slots.stream().map(SlotCues::of).collect(Collectors.joining(" ")).strip();
    }

    /// Whether both fill the same slot of the same subject.
    public boolean sharesSlot(StatedFacts other) {
        for (var frame : frames) {
            for (var each : other.frames) {
                if (frame.slot() != null
                        && frame.slot().equals(each.slot())
                        && frame.subject().isSame(each.subject())) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Whether both mention a name that is not just the one of whom everything is said.
    public boolean sharesName(StatedFacts other) {
        return names.stream().anyMatch(name -> other.names.contains(name) && told.contains(name));
    }

    List<FactFrame> singles() {
        List<FactFrame> singles = new ArrayList<>();
        for (var frame : frames) {
            var slot = frame.slot();
            if (slot != null && slot.slot().isSingle()) {
                singles.add(frame);
            }
        }
        return singles;
    }
}
