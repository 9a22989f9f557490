package dev.keepsake.server.cli;

import dev.keepsake.failure.Failure;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A command with its options, taken apart.
record Arguments(Command command, Map<String, String> options, Set<String> flags) {

    /// Options are `--name value` or `--name=value`.
    ///
    /// @throws Failure.Invalid for a command or option that does not exist
    static Arguments parse(List<String> words) {
        if (words.isEmpty()) {
            throw new Failure.Invalid("which command? 'keepsake --help' lists them");
        }
        var command =
                Command.named(words.getFirst())
                        .orElseThrow(() ->
                                new Failure.Invalid(
                                        "there is no command "
                                                + words.getFirst()
                                                + "; 'keepsake --help' lists them"));
        Map<String, String> options = new HashMap<>();
        Set<String> flags = new HashSet<>();
        for (var rest = words.listIterator(1); rest.hasNext(); ) {
            var word = rest.next();
            var equals = word.indexOf('=');
            var name = word.substring(0, equals < 0 ? word.length() : equals);
            var option = name.startsWith("--") ? name.substring(2) : "";
            if (command.takesFlag(option) && equals < 0) {
                flags.add(option);
            } else if (!command.takesValue(option)) {
                throw new Failure.Invalid(command.spelled() + " does not know " + word);
            } else if (equals >= 0) {
                options.put(option, word.substring(equals + 1));
            } else if (rest.hasNext()) {
                options.put(option, rest.next());
            } else {
                throw new Failure.Invalid(name + " needs a value");
            }
        }
        return new Arguments(command, Map.copyOf(options), Set.copyOf(flags));
    }

    Optional<String> option(String name) {
        return Optional.ofNullable(options.get(name));
    }

    /// @throws Failure.Invalid when the option is absent
    String require(String name) {
        return option(name)
                .orElseThrow(() -> new Failure.Invalid(command.spelled() + " needs --" + name));
    }

    boolean has(String flag) {
        return flags.contains(flag);
    }
}
