package dev.keepsake.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.bench.BadUsage;
import dev.keepsake.bench.quality.Fixtures.Half;
import dev.keepsake.bench.quality.Fixtures.Known;
import dev.keepsake.bench.quality.Fixtures.Labelled;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The frozen files hold as many rows as the contract asks for, and each can be read.
class FixturesTest {

    private static final Path FOLDER = Path.of("fixtures");

    private final Fixtures dev = Fixtures.read(FOLDER, Half.DEV);
    private final Fixtures held = Fixtures.read(FOLDER, Half.HELD);

    @Test
    void bothHalvesTogetherAreWhatTheContractAsksFor() {
        assertThat(dev.conversations().size() + held.conversations().size()).isEqualTo(60);
        assertThat(dev.pairs().size() + held.pairs().size()).isEqualTo(100);
        assertThat(dev.contradictions().size() + held.contradictions().size()).isEqualTo(60);
        assertThat(dev.restatements().size() + held.restatements().size()).isEqualTo(60);
        assertThat(dev.categories().size() + held.categories().size()).isEqualTo(150);
        assertThat(dev.memories()).hasSize(200).isEqualTo(held.memories());
        assertThat(dev.queries().size() + held.queries().size()).isEqualTo(100);
        assertThat(dev.dated().size() + held.dated().size()).isEqualTo(80);
        assertThat(dev.timeQueries().size() + held.timeQueries().size()).isEqualTo(80);
    }

    @Test
    void everyLabelHasTenStatements() {
        var labels =
                Stream.of(dev, held)
                        .flatMap(half -> half.categories().stream())
                        .map(Labelled::label)
                        .toList();

        assertThat(new HashSet<>(labels)).hasSize(15);
        for (var label : new HashSet<>(labels)) {
            assertThat(labels.stream().filter(label::equals)).as(label).hasSize(10);
        }
    }

    @Test
    void everyQuestionHasItsMemoryAndNoTextIsThereTwice() {
        var ids = dev.memories().stream().map(Known::id).toList();

        assertThat(dev.memories()).extracting(Known::text).doesNotHaveDuplicates();
        assertThat(dev.queries()).allSatisfy(asked -> assertThat(ids).contains(asked.memory()));
        assertThat(held.queries()).allSatisfy(asked -> assertThat(ids).contains(asked.memory()));
    }

    @Test
    void intervalsAreInstantsInOrder() {
        for (var half : new Fixtures[] {dev, held}) {
            half.dated().forEach(phrase -> check(phrase.start(), phrase.end()));
            half.timeQueries().forEach(query -> check(query.start(), query.end()));
        }
    }

    private static void check(@Nullable String start, @Nullable String end) {
        var from = start == null ? Instant.MIN : Instant.parse(start);
        var to = end == null ? Instant.MAX : Instant.parse(end);
        assertThat(from).isBefore(to);
    }

    @Test
    void aMissingFileIsSaid(@TempDir Path empty) {
        assertThatThrownBy(() -> Fixtures.read(empty, Half.DEV))
                .isInstanceOf(BadUsage.class)
                .hasMessageContaining("memories.dev.jsonl");
    }
}
