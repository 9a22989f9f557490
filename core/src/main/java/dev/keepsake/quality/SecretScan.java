package dev.keepsake.quality;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/// Finds credentials in text: keys of known shapes, key blocks, connection strings, passwords and
/// codes that are called so, numbers of cards and accounts. Numbers and random strings that nothing
/// marks as secret (UUIDs, hashes, order numbers) are left alone.
///
/// Pure. Takes time in proportion to the text, whatever the text is: each detector walks it once
/// and looks ahead only a bounded way.
public final class SecretScan {

    private static final String OPENING = "[secret: ";

    private static final List<Detector> DETECTORS =
            List.of(
                    PrivateKeys::find,
                    KnownTokens::find,
                    ConnectionStrings::find,
                    BankNumbers::find,
                    LabelledSecrets::find);

    private SecretScan() {}

    /// One way of recognizing secrets.
    interface Detector {
        void find(String text, Consumer<Finding> found);
    }

    /// A secret in a text.
    ///
    /// @param start where it begins
    /// @param end behind its last character
    /// @param kind what it is, such as `password`
    public record Finding(int start, int end, String kind) {}

    /// The secrets of a text in order; none overlaps another.
    public static List<Finding> in(String text) {
        List<Finding> all = new ArrayList<>();
        DETECTORS.forEach(detector -> detector.find(text, all::add));
        // of two that begin together the longer one, or else the one found first, tells the kind
        all.sort(
                Comparator.comparingInt(Finding::start)
                        .thenComparing(Comparator.comparingInt(Finding::end).reversed()));
        List<Finding> found = new ArrayList<>();
        for (var finding : all) {
            var last = found.isEmpty() ? null : found.getLast();
            if (last == null || finding.start() >= last.end()) {
                found.add(finding);
            } else if (finding.end() > last.end()) {
                found.set(found.size() - 1, new Finding(last.start(), finding.end(), last.kind()));
            }
        }
        return found;
    }

    /// The text with `[secret: kind]` in place of every secret; the same object when it has none.
    public static String masked(String text) {
        var findings = in(text);
        if (findings.isEmpty()) {
            return text;
        }
        var masked = new StringBuilder(text.length());
        var from = 0;
        for (var finding : findings) {
            masked.append(text, from, finding.start());
            masked.append(OPENING).append(finding.kind()).append(']');
            from = finding.end();
        }
        return masked.append(text, from, text.length()).toString();
    }

    /// Whether a text shows where a secret was.
    public static boolean hasMask(String text) {
        return text.contains(OPENING);
    }
}
