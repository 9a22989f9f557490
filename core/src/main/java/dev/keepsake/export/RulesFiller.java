package dev.keepsake.export;

import dev.keepsake.fact.FactReader;
import dev.keepsake.fact.Slot;
import dev.keepsake.model.Embedder;
import dev.keepsake.model.TextAnalyzer;
import dev.keepsake.summary.RulesSummarizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Fills exports without a language model (engine contract 16.10): properties whose name is another
/// word for a slot get what the memories say of that slot, others what the nearest memories say.
/// Deterministic; nothing is invented. Instructions have no effect.
public final class RulesFiller implements ExportFiller {

    private static final double RELATED = 0.35;
    private static final double CLOSE = 0.45;
    private static final int MOST_ITEMS = 20;
    private static final int MOST_LABELS = 50;
    private static final int CHARS_PER_TOKEN = 4;
    private static final int FREE_TEXT_TOKENS = 400;

    private final Embedder embedder;
    private final TextAnalyzer analyzer;

    public RulesFiller(Embedder embedder, TextAnalyzer analyzer) {
        this.embedder = embedder;
        this.analyzer = analyzer;
    }

    @Override
    public Map<String, @Nullable Object> fill(Task task) {
        if (task.rows().isEmpty() || !(task.shape().kind() instanceof Shape.Structure structure)) {
            return Map.of();
        }
        return structure(structure, null, Evidence.of(task.rows(), embedder, analyzer));
    }

    /// Only the members about which something is known.
    private Map<String, @Nullable Object> structure(
            Shape.Structure structure, @Nullable Target around, Evidence evidence) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        structure
                .members()
                .forEach((name, shape) -> {
                    var target = Target.of(name, shape, around);
                    value(shape, target, evidence).ifPresent(value -> members.put(name, value));
                });
        return members;
    }

    private Optional<Object> value(Shape shape, Target target, Evidence evidence) {
        return switch (shape.kind()) {
            case Shape.Text text -> text(text, target, evidence);
            case Shape.Amount amount ->
                    Amounts.of(target, evidence, CLOSE, amount.whole()).map(Object.class::cast);
            case Shape.Truth _ -> truth(target, evidence);
            case Shape.Choice choice -> choice(choice, target, evidence);
            case Shape.Series series -> series(series, target, evidence);
            case Shape.Structure structure -> {
                var members = structure(structure, target, evidence);
                yield members.isEmpty() ? Optional.empty() : Optional.of(members);
            }
            case Shape.Free _ -> Optional.empty();
        };
    }

    // --- texts

    private Optional<Object> text(Shape.Text text, Target target, Evidence evidence) {
        if (text.format() != null && text.format().startsWith("date")) {
            return Dates.of(target, evidence, RELATED, text.format()).map(Object.class::cast);
        }
        var values = slotValues(target, evidence);
        if (!values.isEmpty()) {
            return Optional.of(
                    target.slot().map(Slot::isSingle).orElse(true)
                            ? named(values.getLast(), target)
                            : String.join(", ", values));
        }
        if (target.slot().isPresent() || target.favourite().isPresent()) {
            return fallbackName(target, evidence).map(name -> named(name, target));
        }
        if (target.isFreeText()) {
            var tokens = Math.min(text.most() / CHARS_PER_TOKEN, FREE_TEXT_TOKENS);
            return Optional.of(RulesSummarizer.text(evidence.rows(), Math.max(1, tokens)));
        }
        return text.format() == null ? phrase(target, evidence) : Optional.empty();
    }

    /// What the slot says that the property names; empty when it names none.
    private static List<String> slotValues(Target target, Evidence evidence) {
        var favourite = target.favourite();
        if (favourite.isPresent()) {
            return evidence.values(Slot.FAVOURITE, favourite.get(), target.past());
        }
        return target.slot()
                .map(slot -> slotValues(slot, target.past(), evidence))
                .orElse(List.of());
    }

    /// Some slots are told in other words as well: who uses a tool has the skill.
    private static List<String> slotValues(Slot slot, boolean past, Evidence evidence) {
        Set<String> values = new LinkedHashSet<>(evidence.values(slot, null, past));
        switch (slot) {
            case SKILLS -> values.addAll(evidence.values(Slot.TOOLS, null, past));
            case LIKES -> values.addAll(evidence.values(Slot.HOBBIES, null, past));
            default -> {}
        }
        return List.copyOf(values);
    }

    /// A person who is never named is whoever most statements are about.
    private static Optional<String> fallbackName(Target target, Evidence evidence) {
        return target.slot().filter(Slot.NAME::equals).flatMap(_ -> evidence.mainName());
    }

    private static String named(String value, Target target) {
        if (target.isFirstName()) {
            return value.split("\\s+", 2)[0];
        }
        return target.isLastName() && value.contains(" ")
                ? value.substring(value.lastIndexOf(' ') + 1)
                : value;
    }

    private Optional<Object> phrase(Target target, Evidence evidence) {
        return evidence.near(target.text(), RELATED, target.past()).stream()
                .map(near -> FactReader.object(near.entry().text()))
                .filter(object -> !object.isBlank())
                .findFirst()
                .map(Object.class::cast);
    }

    // --- truths and labels

    private static Optional<Object> truth(Target target, Evidence evidence) {
        var slot = target.slot().filter(each -> !each.isSingle());
        if (slot.isPresent()) {
            var values = evidence.values(slot.get(), null, target.past());
            return values.isEmpty() ? Optional.empty() : Optional.of(true);
        }
        return evidence.saying(target.name(), target.past()).stream()
                .findFirst()
                .map(entry -> !FactReader.isDenied(entry.text()));
    }

    private Optional<Object> choice(Shape.Choice choice, Target target, Evidence evidence) {
        if (choice.isFixed()) {
            return Optional.of(choice.values().getFirst());
        }
        var labels = labels(choice, target, evidence);
        return labels.isEmpty() ? Optional.empty() : Optional.of(labels.getFirst());
    }

    /// The labels that fit, the best first: by the slot, by the words of a statement, by nearness.
    private List<Object> labels(Shape.Choice choice, Target target, Evidence evidence) {
        Set<Object> found = new LinkedHashSet<>();
        var values = slotValues(target, evidence);
        for (var value : values.reversed()) {
            var words = evidence.terms(List.of(value));
            choice.values().stream()
                    .filter(label -> isIn(words, label, evidence))
                    .forEach(found::add);
        }
        if (found.isEmpty()) {
            found.addAll(labelsSaid(choice, target, evidence));
        }
        if (found.isEmpty() && choice.values().size() <= MOST_LABELS) {
            nearest(choice, target, evidence).ifPresent(found::add);
        }
        return List.copyOf(found);
    }

    private static boolean isIn(Set<String> words, Object label, Evidence evidence) {
        var terms = evidence.terms(Shape.wordsOf(label.toString()));
        return !terms.isEmpty() && words.containsAll(terms);
    }

    /// A label of one word may stand in any statement, so that must be about what is asked.
    private static Set<Object> labelsSaid(Shape.Choice choice, Target target, Evidence evidence) {
        Set<Object> found = new LinkedHashSet<>();
        var related =
                evidence.near(target.text(), RELATED, target.past()).stream()
                        .map(Evidence.Near::entry)
                        .toList();
        var asked = evidence.terms(target.name());
        for (var label : choice.values()) {
            var words = Shape.wordsOf(label.toString());
            for (var entry : evidence.saying(words, target.past())) {
                if (evidence.terms(words).size() > 1
                        || related.contains(entry)
                        || entry.row().encoding().terms().stream().anyMatch(asked::contains)) {
                    found.add(label);
                    break;
                }
            }
        }
        return found;
    }

    private static Optional<Object> nearest(Shape.Choice choice, Target target, Evidence evidence) {
        Object best = null;
        var highest = CLOSE;
        for (var label : choice.values()) {
            var question = target.text() + ": " + String.join(" ", Shape.wordsOf(label.toString()));
            var near = evidence.near(question, highest, target.past());
            if (!near.isEmpty() && (best == null || near.getFirst().similarity() > highest)) {
                best = label;
                highest = near.getFirst().similarity();
            }
        }
        return Optional.ofNullable(best);
    }

    // --- lists

    private Optional<Object> series(Shape.Series series, Target target, Evidence evidence) {
        List<Object> items =
                switch (series.items().kind()) {
                    case Shape.Text text -> texts(text, target, evidence);
                    case Shape.Choice choice -> labels(choice, target, evidence);
                    case Shape.Structure structure -> structures(structure, target, evidence);
                    case Shape.Free _ -> texts(null, target, evidence);
                    case Shape.Amount _, Shape.Truth _, Shape.Series _ -> List.of();
                };
        return items.isEmpty() ? Optional.empty() : Optional.of(items);
    }

    private static List<Object> texts(Shape.@Nullable Text text, Target target, Evidence evidence) {
        if (target.slot().isPresent() || target.favourite().isPresent()) {
            return List.copyOf(slotValues(target, evidence));
        }
        if (text != null && text.format() != null) {
            return List.of();
        }
        var near = evidence.near(target.text(), CLOSE, target.past());
        var close = near.stream().limit(MOST_ITEMS).map(Evidence.Near::entry).toList();
        return evidence.told(target.past())
                .filter(close::contains)
                .map(entry -> FactReader.object(entry.text()))
                .filter(object -> !object.isBlank())
                .distinct()
                .map(Object.class::cast)
                .toList();
    }

    /// One object for each statement that fills two members by itself, or one when it is close to
    /// what is asked.
    private List<Object> structures(Shape.Structure structure, Target target, Evidence evidence) {
        var close =
                evidence.near(target.text(), CLOSE, target.past()).stream()
                        .map(Evidence.Near::entry)
                        .toList();
        Set<Object> objects = new LinkedHashSet<>();
        for (var entry : evidence.told(target.past()).toList()) {
            var members = ofOne(structure, target, evidence.only(entry));
            var needed = close.contains(entry) ? 1 : 2;
            if (members.size() >= needed && objects.size() < MOST_ITEMS) {
                objects.add(members);
            }
        }
        return new ArrayList<>(objects);
    }

    /// Only what the statement itself says: whatever is merely near would be the same for each.
    private Map<String, @Nullable Object> ofOne(
            Shape.Structure structure, Target around, Evidence one) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        structure
                .members()
                .forEach((name, shape) -> {
                    var target = Target.of(name, shape, around);
                    var known =
                            !(shape.kind() instanceof Shape.Text text)
                                    || target.slot().isPresent()
                                    || target.favourite().isPresent()
                                    || text.format() != null;
                    if (known) {
                        value(shape, target, one).ifPresent(value -> members.put(name, value));
                    }
                });
        return members;
    }
}
