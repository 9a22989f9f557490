package dev.keepsake.account;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A project's own categories: a list of names, or of objects that describe them, mixed as its
/// owner likes. It is kept as it came, because editors compare what they read with what they wrote
/// (management contract 1, row 15).
final class CategoriesForm implements FieldForm<List<?>> {

    private static final int MOST = 200;
    private static final FieldForm<String> NAME = FieldForm.filled(100);
    private static final FieldForm<@Nullable String> DESCRIPTION = FieldForm.text(20_000);

    @Override
    public List<?> read(Object value) {
        if (!(value instanceof List<?> categories)) {
            throw new IllegalArgumentException("Must be a list.");
        }
        var names = 0;
        for (var category : categories) {
            names += names(category);
        }
        if (names > MOST) {
            throw new IllegalArgumentException("Must have at most " + MOST + " categories.");
        }
        return categories;
    }

    private static int names(@Nullable Object category) {
        return switch (category) {
            case String name -> {
                NAME.read(name);
                yield 1;
            }
            case Map<?, ?> described when !described.isEmpty() -> {
                described.forEach(CategoriesForm::check);
                yield described.size();
            }
            case null, default ->
                    throw new IllegalArgumentException(
                            "Every category must be a name or an object of name and description.");
        };
    }

    private static void check(@Nullable Object name, @Nullable Object description) {
        NAME.read(String.valueOf(name));
        if (!(description instanceof String text)) {
            throw new IllegalArgumentException("The description of a category must be a string.");
        }
        DESCRIPTION.read(text);
    }
}
