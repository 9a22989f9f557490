package dev.keepsake.engine;

import dev.keepsake.category.Catalog;
import dev.keepsake.category.Category;
import dev.keepsake.category.Classifier;
import dev.keepsake.model.Purpose;
import java.util.List;
import java.util.Locale;

/// A classifier that needs no model: a category fits where its name is in the text.
public final class SpokenLabels implements Classifier {

    @Override
    public List<List<String>> labels(Purpose purpose, Catalog catalog, List<Statement> statements) {
        return statements.stream()
                .map(each -> each.text().toLowerCase(Locale.ROOT))
                .map(text ->
                        catalog.kept(
                                catalog.categories().stream()
                                        .filter(each -> text.contains(each.spoken()))
                                        .map(Category::name)
                                        .toList()))
                .toList();
    }
}
