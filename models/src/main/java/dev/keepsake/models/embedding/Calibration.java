package dev.keepsake.models.embedding;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// Finds the floor of a model that nobody has measured yet (engine contract 16.1): the 5th
/// percentile of the cosines of 200 pairs of unrelated sentences. Thresholds then mean about the
/// same for any model.
public final class Calibration {

    /// Each sentence is paired with this many that follow it; 40 sentences make 200 pairs.
    private static final int PARTNERS = 5;

    private static final double PERCENTILE = 0.05;

    private Calibration() {}

    /// @param embed gives the vectors of sentences, of unit length, in order
    /// @return in two decimals, so that measuring again gives the same; never below 0, where a
    ///   model needs no correction
    public static double floor(Function<List<String>, List<float[]>> embed) {
        var vectors = embed.apply(sentences());
        var cosines = new double[vectors.size() * PARTNERS];
        for (int i = 0; i < cosines.length; i++) {
            int one = i / PARTNERS;
            int other = (one + 1 + i % PARTNERS) % vectors.size();
            cosines[i] = UnitLength.cosine(vectors.get(one), vectors.get(other));
        }
        Arrays.sort(cosines);
        double low = cosines[(int) Math.ceil(PERCENTILE * cosines.length) - 1];
        return Math.clamp(Math.round(low * 100) / 100.0, 0.0, 0.95);
    }

    /// No two within reach of each other in the file share a subject.
    static List<String> sentences() {
        try (var stream = Calibration.class.getResourceAsStream("unrelated-sentences.txt")) {
            if (stream == null) {
                throw new FileNotFoundException("unrelated-sentences.txt");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
