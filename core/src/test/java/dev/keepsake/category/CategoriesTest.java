package dev.keepsake.category;

import static dev.keepsake.engine.ScriptedExtractor.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.edit.MemoryEdit;
import dev.keepsake.engine.Add;
import dev.keepsake.engine.Engine;
import dev.keepsake.ingest.AddCommand;
import dev.keepsake.ingest.Extraction.Candidate;
import dev.keepsake.memory.Attribution;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Revision;
import dev.keepsake.memory.Scope;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// How labels get into memories, with a classifier that takes names at their word.
class CategoriesTest {

    private static final Scope U = Scope.ofUser("u");

    @AutoClose private final Engine engine = new Engine();

    @Test
    void everyAddIsLabelled() {
        assertThat(only(Add.inferred(U, "User talks about food")).categories())
                .containsExactly("food");
        assertThat(only(Add.verbatim(U, "I talk about music")).categories())
                .containsExactly("music");
    }

    @Test
    void labelsOfTheCallerWin() {
        var add = Add.verbatim(U, "I talk about music");
        var labelled =
                new AddCommand(
                        add.scope(),
                        add.turns(),
                        add.metadata(),
                        false,
                        List.of(),
                        List.of("their own"),
                        add.wishes(),
                        add.terms(),
                        List.of());

        assertThat(only(labelled).categories()).containsExactly("their own");
    }

    @Test
    void labelsOfTheExtractorRideAlong() {
        engine.extractor.answers(proposed("User talks about food", List.of("Music", "unknown")));

        var memory = only(Add.inferred(U, "X"));

        assertThat(memory.categories()).containsExactly("music");
        assertThat(engine.extractor.lastTask().guidance().catalog()).isEqualTo(Catalog.STANDARD);
    }

    @Test
    void C02_theCatalogOfTheCallReplacesAllOthers() {
        engine.settings(Map.of("custom_categories", List.of("food")));
        var catalog = Catalog.of(List.of(Map.of("leaks", "Water"), "visits")).orElseThrow();
        engine.extractor.answers(said("leaks, visits, food and music"));

        var memory = only(Add.with(Add.inferred(U, "X"), wishes(catalog)));

        assertThat(memory.categories()).containsExactly("leaks", "visits");
        assertThat(engine.extractor.lastTask().guidance().catalog()).isEqualTo(catalog);
    }

    @Test
    void C03_theCatalogOfTheProjectReplacesTheShippedOne() {
        engine.settings(Map.of("custom_categories", List.of("billing", "support")));

        assertThat(only(Add.verbatim(U, "billing of food")).categories())
                .containsExactly("billing");
        assertThat(only(Add.verbatim(U, "food alone")).categories()).isEmpty();
    }

    @Test
    void C05_aChangedCatalogLeavesOldMemoriesAsTheyAre() {
        var memory = only(Add.verbatim(U, "food and billing"));

        engine.settings(Map.of("custom_categories", List.of("billing")));

        assertThat(engine.find(memory.id()).categories()).containsExactly("food");
    }

    @Test
    void C06_theSameTextAgainGetsTheLabelsOfTheNewCatalog() {
        var memory = only(Add.verbatim(U, "food and billing"));
        engine.settings(Map.of("custom_categories", List.of("billing")));

        update(memory.id(), "food and billing");

        assertThat(engine.find(memory.id()).categories()).containsExactly("billing");
    }

    @Test
    void otherChangesLeaveTheLabels() {
        var memory = only(Add.verbatim(U, "food and billing"));
        engine.settings(Map.of("custom_categories", List.of("billing")));

        engine.editor.update(
                engine.caller,
                new MemoryEdit(memory.id(), null, Map.of("a", 1), null, null),
                Engine.NO_PAYLOAD);

        assertThat(engine.find(memory.id()).categories()).containsExactly("food");
    }

    @Test
    void H06_labelsLeaveNoEntryOfTheirOwnInTheHistory() {
        var memory = only(Add.inferred(U, "User talks about food"));

        assertThat(engine.reader.history(engine.caller, memory.id()))
                .extracting(Revision::kind)
                .containsExactly(Revision.Kind.ADD);
    }

    private Memory only(AddCommand add) {
        var event = engine.add(add);
        assertThat(event.results()).hasSize(1);
        return engine.find(event.results().getFirst().id());
    }

    private void update(MemoryId id, String text) {
        engine.editor.update(
                engine.caller, new MemoryEdit(id, text, null, null, null), Engine.NO_PAYLOAD);
    }

    private static Candidate proposed(String text, @Nullable List<String> labels) {
        return new Candidate(
                text,
                Attribution.USER,
                null,
                List.of(),
                List.of(),
                List.of(),
                null,
                List.of(),
                null,
                labels);
    }

    private static AddCommand.Wishes wishes(Catalog catalog) {
        return new AddCommand.Wishes(null, null, null, null, null, ZoneOffset.UTC, null, catalog);
    }
}
