package dev.keepsake.export;

import dev.keepsake.export.Evidence.Entry;
import dev.keepsake.fact.Slot;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Finds numbers in statements: the one that stands before a word of the question (`two kids` for
/// `number_of_kids`), or the only one of a statement that is close to it.
final class Amounts {

    private static final Pattern WORDS = Pattern.compile("[\\p{L}\\p{M}'’-]+|\\d[\\d.,]*\\d|\\d");

    /// How many words after a number its unit may stand.
    private static final int REACH = 3;

    private static final Map<String, BigDecimal> NAMED =
            Map.ofEntries(
                    Map.entry("one", BigDecimal.ONE),
                    Map.entry("two", BigDecimal.TWO),
                    Map.entry("three", BigDecimal.valueOf(3)),
                    Map.entry("four", BigDecimal.valueOf(4)),
                    Map.entry("five", BigDecimal.valueOf(5)),
                    Map.entry("six", BigDecimal.valueOf(6)),
                    Map.entry("seven", BigDecimal.valueOf(7)),
                    Map.entry("eight", BigDecimal.valueOf(8)),
                    Map.entry("nine", BigDecimal.valueOf(9)),
                    Map.entry("ten", BigDecimal.TEN),
                    Map.entry("eleven", BigDecimal.valueOf(11)),
                    Map.entry("twelve", BigDecimal.valueOf(12)),
                    Map.entry("dozen", BigDecimal.valueOf(12)));

    private Amounts() {}

    /// @param close how near a statement must be to give its only number
    static Optional<BigDecimal> of(Target target, Evidence evidence, double close, boolean whole) {
        if (target.slot().equals(Optional.of(Slot.AGE))) {
            return evidence.values(Slot.AGE, null, target.past()).stream()
                    .reduce((_, later) -> later)
                    .map(BigDecimal::new);
        }
        for (var entry : evidence.told(target.past()).toList().reversed()) {
            var counted = beforeUnit(entry, target, evidence);
            if (counted.isPresent() && fits(counted.get(), whole)) {
                return counted;
            }
        }
        return evidence.near(target.text(), close, target.past()).stream()
                .map(near -> numbers(near.entry()))
                .filter(numbers -> numbers.size() == 1 && fits(numbers.getFirst(), whole))
                .map(List::getFirst)
                .findFirst();
    }

    private static boolean fits(BigDecimal number, boolean whole) {
        return !whole || number.stripTrailingZeros().scale() <= 0;
    }

    private static Optional<BigDecimal> beforeUnit(Entry entry, Target target, Evidence evidence) {
        var units = evidence.terms(target.telling());
        units.removeAll(evidence.terms(List.of("number", "count", "total", "amount", "num")));
        var words = words(entry.text());
        for (var at = 0; at < words.size(); at++) {
            var number = number(words.get(at));
            if (number.isPresent()) {
                var end = Math.min(words.size(), at + 1 + REACH);
                var after = evidence.terms(words.subList(at + 1, end));
                if (after.stream().anyMatch(units::contains)) {
                    return number;
                }
            }
        }
        return Optional.empty();
    }

    private static List<BigDecimal> numbers(Entry entry) {
        return words(entry.text()).stream().flatMap(word -> number(word).stream()).toList();
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        var matcher = WORDS.matcher(text);
        while (matcher.find()) {
            words.add(matcher.group());
        }
        return words;
    }

    private static Optional<BigDecimal> number(String word) {
        if (!Character.isDigit(word.charAt(0))) {
            return Optional.ofNullable(NAMED.get(word.toLowerCase(Locale.ROOT)));
        }
        if (word.length() > 30) {
            return Optional.empty();
        }
        // 1,250 is one number, 3,5 may be two
        var plain = word.replaceAll(",(?=\\d{3}(?!\\d))", "");
        try {
            return Optional.of(new BigDecimal(plain));
        } catch (NumberFormatException notOneNumber) {
            return Optional.empty();
        }
    }
}
