package dev.keepsake.dream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/// Average-link clustering of some things by how alike they are: all merges, from which the groups
/// at any cut can be read. Made by following nearest neighbours until two are each other's nearest,
/// which takes time and room by the square of the count (Murtagh 1983). Deterministic.
final class Dendrogram {

    private final int count;
    private final List<Merge> merges = new ArrayList<>();

    /// @param one a thing of the one group
    /// @param other a thing of the other
    private record Merge(int one, int other, double likeness) {}

    /// How alike two things are.
    interface Pairs {
        double of(int one, int other);
    }

    Dendrogram(int count, Pairs pairs) {
        this.count = count;
        var likeness = new float[count][];
        for (var i = 0; i < count; i++) {
            likeness[i] = new float[i];
            for (var j = 0; j < i; j++) {
                likeness[i][j] = (float) pairs.of(i, j);
            }
        }
        build(likeness);
    }

    /// A group goes by its smallest member; the others are done.
    private void build(float[][] likeness) {
        var sizes = new int[count];
        Arrays.fill(sizes, 1);
        var chain = new int[count];
        var length = 0;
        for (var left = count; left > 1; ) {
            if (length == 0) {
                chain[length++] = firstLiving(sizes);
            }
            var top = chain[length - 1];
            var before = length > 1 ? chain[length - 2] : -1;
            var nearest = nearest(likeness, sizes, top, before);
            if (nearest == before) {
                length -= 2;
                join(likeness, sizes, Math.min(top, nearest), Math.max(top, nearest));
                left--;
            } else {
                chain[length++] = nearest;
            }
        }
    }

    private static int firstLiving(int[] sizes) {
        var at = 0;
        while (sizes[at] == 0) {
            at++;
        }
        return at;
    }

    /// Of equals the one before in the chain, so that the chain ends; else the first.
    private int nearest(float[][] likeness, int[] sizes, int top, int before) {
        var best = before;
        var most = before < 0 ? Float.NEGATIVE_INFINITY : get(likeness, top, before);
        for (var each = 0; each < count; each++) {
            if (each != top && sizes[each] > 0 && get(likeness, top, each) > most) {
                best = each;
                most = get(likeness, top, each);
            }
        }
        return best;
    }

    private void join(float[][] likeness, int[] sizes, int kept, int gone) {
        merges.add(new Merge(kept, gone, get(likeness, kept, gone)));
        var total = sizes[kept] + sizes[gone];
        for (var each = 0; each < count; each++) {
            if (each != kept && each != gone && sizes[each] > 0) {
                var mean =
                        (sizes[kept] * get(likeness, kept, each)
                                        + sizes[gone] * get(likeness, gone, each))
                                / total;
                likeness[Math.max(kept, each)][Math.min(kept, each)] = mean;
            }
        }
        sizes[kept] = total;
        sizes[gone] = 0;
    }

    private static float get(float[][] likeness, int one, int other) {
        return likeness[Math.max(one, other)][Math.min(one, other)];
    }

    /// The groups at a cut, those of one thing included: in order of their first things.
    List<List<Integer>> groups(double cut) {
        return groups(cut, _ -> true);
    }

    /// The same of some of the things alone, which are one group at a lower cut.
    List<List<Integer>> groups(double cut, IntPredicate among) {
        var roots = new int[count];
        Arrays.setAll(roots, at -> at);
        for (var merge : merges) {
            if (merge.likeness >= cut) {
                roots[root(roots, merge.other)] = root(roots, merge.one);
            }
        }
        Map<Integer, List<Integer>> groups = new LinkedHashMap<>();
        for (var at = 0; at < count; at++) {
            if (among.test(at)) {
                groups.computeIfAbsent(root(roots, at), _ -> new ArrayList<>()).add(at);
            }
        }
        return List.copyOf(groups.values());
    }

    private static int root(int[] roots, int at) {
        var root = at;
        while (roots[root] != root) {
            roots[root] = roots[roots[root]];
            root = roots[root];
        }
        return root;
    }
}
