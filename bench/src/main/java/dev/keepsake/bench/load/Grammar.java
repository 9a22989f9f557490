package dev.keepsake.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// Makes texts by replacing symbols with one of their alternatives, over and over. The form of a
/// grammar is told at the top of `statements.grammar`. Immutable.
final class Grammar {

    private static final Pattern SYMBOL = Pattern.compile("\\{([a-z0-9-]+)}");
    private static final Pattern RANGE = Pattern.compile("(\\d+)-(\\d+)");

    private final Map<String, List<String>> alternatives;

    private Grammar(Map<String, List<String>> alternatives) {
        this.alternatives = alternatives;
    }

    /// @throws IllegalArgumentException when it names a symbol that it does not define
    static Grammar parse(String source) {
        Map<String, List<String>> alternatives = new HashMap<>();
        List<String> open = new ArrayList<>();
        for (var line : source.lines().filter(each -> !each.isBlank()).toList()) {
            var colon = line.indexOf(':');
            if (line.startsWith("#")) {
                continue;
            } else if (line.startsWith(" ")) {
                open.add(line.strip());
            } else if (colon > 0) {
                var words = line.substring(colon + 1).strip().split(",\\s*");
                alternatives.put(line.substring(0, colon), List.of(words));
            } else {
                open = new ArrayList<>();
                alternatives.put(line.strip(), open);
            }
        }
        var grammar = new Grammar(alternatives);
        grammar.requireEverySymbol();
        return grammar;
    }

    static Grammar resource(String name) {
        try (var stream = Grammar.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("the jar lacks " + name);
            }
            return parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void requireEverySymbol() {
        alternatives.forEach((symbol, lines) -> {
            if (lines.isEmpty()) {
                throw new IllegalArgumentException(symbol + " stands for nothing");
            }
            for (var line : lines) {
                SYMBOL.matcher(line)
                        .results()
                        .map(match -> match.group(1))
                        .filter(name -> !RANGE.matcher(name).matches())
                        .filter(name -> !alternatives.containsKey(name))
                        .forEach(name -> {
                            throw new IllegalArgumentException(
                                    symbol + " uses " + name + ", which is not defined");
                        });
            }
        });
    }

    /// The same text for the same sequence of random numbers.
    String text(String symbol, RandomGenerator random) {
        var choices = alternatives.getOrDefault(symbol, List.of());
        var line = choices.get(random.nextInt(choices.size()));
        var matcher = SYMBOL.matcher(line);
        var text = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(text, "");
            text.append(replacement(matcher.group(1), random));
        }
        matcher.appendTail(text);
        return text.toString();
    }

    private String replacement(String name, RandomGenerator random) {
        var range = RANGE.matcher(name);
        if (range.matches()) {
            int least = Integer.parseInt(range.group(1));
            int most = Integer.parseInt(range.group(2));
            return Integer.toString(random.nextInt(least, most + 1));
        }
        return text(name, random);
    }
}
