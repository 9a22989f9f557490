package dev.keepsake.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What follows the name of a bench: `--name value`, `--name=value` and flags. A repeated option
/// keeps all its values.
public final class Options {

    private final Map<String, List<String>> values;

    private Options(Map<String, List<String>> values) {
        this.values = values;
    }

    /// @param named options that take a value
    /// @param flags options that take none
    /// @throws BadUsage for an option in neither, or one without its value
    static Options parse(List<String> words, Set<String> named, Set<String> flags) {
        Map<String, List<String>> values = new HashMap<>();
        for (var rest = words.iterator(); rest.hasNext(); ) {
            var word = rest.next();
            var equals = word.indexOf('=');
            var option = equals < 0 ? word : word.substring(0, equals);
            String value;
            if (flags.contains(option) && equals < 0) {
                value = "";
            } else if (!named.contains(option)) {
                throw new BadUsage("there is no option " + word);
            } else if (equals >= 0) {
                value = word.substring(equals + 1);
            } else if (rest.hasNext()) {
                value = rest.next();
            } else {
                throw new BadUsage(option + " needs a value");
            }
            values.computeIfAbsent(option, _ -> new ArrayList<>()).add(value);
        }
        return new Options(values);
    }

    public boolean has(String flag) {
        return values.containsKey(flag);
    }

    public List<String> all(String option) {
        return values.getOrDefault(option, List.of());
    }

    public Optional<String> find(String option) {
        var all = all(option);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    public Optional<Path> path(String option) {
        return find(option).map(Path::of);
    }

    /// @throws BadUsage when it is no whole number of at least 1
    public int count(String option, int otherwise) {
        var text = find(option);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            var count = Integer.parseInt(text.get());
            if (count >= 1) {
                return count;
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw new BadUsage(option + " must be a whole number of at least 1, not " + text.get());
    }

    /// @throws BadUsage when it is no whole number
    public long number(String option, long otherwise) {
        try {
            return find(option).map(Long::parseLong).orElse(otherwise);
        } catch (NumberFormatException _) {
            throw new BadUsage(option + " must be a whole number, not " + all(option).getLast());
        }
    }
}
