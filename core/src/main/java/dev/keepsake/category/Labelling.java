package dev.keepsake.category;

import dev.keepsake.account.Project;
import dev.keepsake.account.ProjectId;
import dev.keepsake.account.ProjectSettings;
import dev.keepsake.category.Classifier.Statement;
import dev.keepsake.model.Operation;
import dev.keepsake.model.Purpose;
import dev.keepsake.storage.Accounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where everything that writes memories gets their labels (engine contract 9). Safe for many
/// threads.
public final class Labelling {

    private final Accounts accounts;
    private final Classifier rules;
    private final Classifier best;

    /// @param rules costs no model call
    /// @param best what the server has: a language model, or the rules again
    public Labelling(Accounts accounts, Classifier rules, Classifier best) {
        this.accounts = accounts;
        this.rules = rules;
        this.best = best;
    }

    /// The catalog of a project as it is now.
    public Catalog catalog(ProjectId project) {
        return accounts.project(project)
                .map(Project::typedSettings)
                .orElse(ProjectSettings.DEFAULTS)
                .catalog();
    }

    /// Labels of what the engine or its users put into words. Labels that an extractor proposed are
    /// taken as far as the catalog knows them; where it proposed none that is known, the classifier
    /// is asked. An empty proposal says that nothing fits.
    ///
    /// @param purpose of the work that the labels are for
    /// @param proposed one for each statement; null where there is none
    public List<List<String>> labels(
            Purpose purpose,
            Catalog catalog,
            List<Statement> statements,
            List<? extends @Nullable List<String>> proposed) {
        List<Optional<List<String>>> taken = new ArrayList<>();
        List<Statement> open = new ArrayList<>();
        for (var at = 0; at < statements.size(); at++) {
            var known = known(catalog, proposed.get(at));
            taken.add(known);
            if (known.isEmpty()) {
                open.add(statements.get(at));
            }
        }
        var found = best.labels(purpose.as(Operation.CLASSIFY), catalog, open).iterator();
        List<List<String>> labels = new ArrayList<>();
        taken.forEach(each -> labels.add(each.orElseGet(found::next)));
        return labels;
    }

    private static Optional<List<String>> known(Catalog catalog, @Nullable List<String> proposed) {
        if (proposed == null) {
            return Optional.empty();
        }
        var isAnswer =
                proposed.isEmpty()
                        || proposed.stream().anyMatch(each -> catalog.category(each).isPresent());
        return isAnswer ? Optional.of(catalog.kept(proposed)) : Optional.empty();
    }

    /// Labels without a language model: of what a caller has stored word for word while waiting,
    /// and of what was made by rules.
    public List<List<String>> labelsByRules(
            Purpose purpose, Catalog catalog, List<Statement> statements) {
        return rules.labels(purpose.as(Operation.CLASSIFY), catalog, statements);
    }
}
