package dev.keepsake.category;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The labels that can be given, in an order that matters for ties only (engine contract 9). Names
/// differ by more than case and spaces; of those that do not the first stays. Immutable.
public record Catalog(List<Category> categories) {

    /// The most labels that a memory carries.
    public static final int MOST_LABELS = 3;

    /// For projects without categories of their own.
    public static final Catalog STANDARD = CatalogText.standard();

    public Catalog {
        Map<String, Category> byName = new LinkedHashMap<>();
        categories.forEach(each -> byName.putIfAbsent(Category.folded(each.name()), each));
        categories = List.copyOf(byName.values());
    }

    /// From a list of names and of objects that map names to descriptions, mixed, or from one such
    /// object. A bare name of the shipped catalog means what it means there.
    ///
    /// @param given plain JSON values
    /// @return empty when there is no category in it
    public static Optional<Catalog> of(@Nullable Object given) {
        List<Category> categories = new ArrayList<>();
        switch (given) {
            case List<?> entries -> entries.forEach(entry -> addTo(categories, entry));
            case Map<?, ?> described -> addTo(categories, described);
            case null, default -> {}
        }
        return categories.isEmpty() ? Optional.empty() : Optional.of(new Catalog(categories));
    }

    private static void addTo(List<Category> categories, @Nullable Object entry) {
        switch (entry) {
            case String name when !name.isBlank() ->
                    categories.add(
                            STANDARD.category(name)
                                    .map(known -> renamed(known, name))
                                    .orElseGet(() -> Category.of(name, null)));
            case Map<?, ?> described ->
                    described.forEach((name, description) -> {
                        if (name instanceof String text && !text.isBlank()) {
                            categories.add(Category.of(text, filled(description)));
                        }
                    });
            case null, default -> {}
        }
    }

    private static Category renamed(Category known, String name) {
        return new Category(name, known.description(), known.examples(), known.cues());
    }

    private static @Nullable String filled(@Nullable Object description) {
        return description instanceof String text && !text.isBlank() ? text.strip() : null;
    }

    /// What [#of] reads.
    public List<Object> toPlain() {
        List<Object> entries = new ArrayList<>();
        for (var category : categories) {
            var description = category.description();
            entries.add(
                    description == null || STANDARD.categories.contains(category)
                            ? category.name()
                            : Map.of(category.name(), description));
        }
        return entries;
    }

    public List<String> names() {
        return categories.stream().map(Category::name).toList();
    }

    /// A line for each category, as prompts show them: whatever its owner wrote, it stays one line.
    public String described() {
        return categories.stream().map(Category::line).collect(Collectors.joining("\n"));
    }

    /// By its name, whatever the case and the spaces.
    public Optional<Category> category(String name) {
        var wanted = Category.folded(name);
        return categories.stream()
                .filter(each -> Category.folded(each.name()).equals(wanted))
                .findFirst();
    }

    /// What a memory may carry of proposed labels: those of this catalog, best first, at most
    /// [#MOST_LABELS]; the one for the rest only when nothing else is left, and always then.
    public List<String> kept(Collection<String> proposed) {
        Set<String> kept = new LinkedHashSet<>();
        for (var label : proposed) {
            category(label)
                    .filter(known -> !known.isRest() && kept.size() < MOST_LABELS)
                    .ifPresent(known -> kept.add(known.name()));
        }
        return kept.isEmpty() ? rest() : List.copyOf(kept);
    }

    /// The labels of a memory that takes in another one: its own first.
    public static List<String> union(List<String> own, Collection<String> others) {
        Set<String> all = new LinkedHashSet<>(own);
        all.addAll(others);
        if (all.size() > 1) {
            all.removeIf(label -> Category.of(label, null).isRest());
        }
        return all.stream().limit(MOST_LABELS).toList();
    }

    private List<String> rest() {
        return categories.stream()
                .filter(Category::isRest)
                .map(Category::name)
                .findFirst()
                .map(List::of)
                .orElse(List.of());
    }
}
