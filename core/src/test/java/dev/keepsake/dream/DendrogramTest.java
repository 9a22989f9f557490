package dev.keepsake.dream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DendrogramTest {

    @Test
    void groupsAreReadAtAnyCut() {
        double[][] likeness = {
            {1, .9, .8, .1},
            {.9, 1, .6, .1},
            {.8, .6, 1, .1},
            {.1, .1, .1, 1}
        };
        var dendrogram = new Dendrogram(4, (one, other) -> likeness[one][other]);

        assertThat(dendrogram.groups(0.95))
                .containsExactly(List.of(0), List.of(1), List.of(2), List.of(3));
        assertThat(dendrogram.groups(0.75)).containsExactly(List.of(0, 1), List.of(2), List.of(3));
        assertThat(dendrogram.groups(0.65)).containsExactly(List.of(0, 1, 2), List.of(3));
        assertThat(dendrogram.groups(0.05)).containsExactly(List.of(0, 1, 2, 3));
        assertThat(dendrogram.groups(0.75, at -> at < 3))
                .containsExactly(List.of(0, 1), List.of(2));
    }

    @Test
    void nothingAndOneThingHaveNoMerges() {
        assertThat(new Dendrogram(0, (_, _) -> 1).groups(0)).isEmpty();
        assertThat(new Dendrogram(1, (_, _) -> 1).groups(0)).containsExactly(List.of(0));
    }

    @Test
    void thingsThatAreAllAlikeEndInOneGroup() {
        assertThat(new Dendrogram(50, (_, _) -> 1).groups(0.9)).hasSize(1);
    }

    /// Against the definition: of all groups the two join that are most alike on average.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void itEqualsTheSlowWay(long seed) {
        var random = new Random(seed);
        var count = 30;
        var likeness = new double[count][count];
        for (var i = 0; i < count; i++) {
            for (var j = 0; j < i; j++) {
                likeness[i][j] = likeness[j][i] = random.nextDouble();
            }
        }

        var groups = new Dendrogram(count, (one, other) -> likeness[one][other]).groups(0.55);

        assertThat(groups).containsExactlyInAnyOrderElementsOf(slowly(likeness, 0.55));
    }

    private static List<List<Integer>> slowly(double[][] likeness, double cut) {
        List<List<Integer>> groups = new ArrayList<>();
        IntStream.range(0, likeness.length).forEach(at -> groups.add(new ArrayList<>(List.of(at))));
        while (true) {
            var best = cut;
            int[] pair = null;
            for (var i = 0; i < groups.size(); i++) {
                for (var j = 0; j < i; j++) {
                    var mean = mean(likeness, groups.get(i), groups.get(j));
                    if (mean >= best) {
                        best = mean;
                        pair = new int[] {j, i};
                    }
                }
            }
            if (pair == null) {
                groups.forEach(group -> group.sort(null));
                return groups;
            }
            groups.get(pair[0]).addAll(groups.remove(pair[1]));
        }
    }

    private static double mean(double[][] likeness, List<Integer> one, List<Integer> other) {
        var sum = 0.0;
        for (var i : one) {
            for (var j : other) {
                sum += likeness[i][j];
            }
        }
        return sum / (one.size() * other.size());
    }
}
