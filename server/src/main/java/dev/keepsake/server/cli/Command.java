package dev.keepsake.server.cli;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What the program can be told to do.
enum Command {
    SERVE(
            "[--config FILE]",
            "Run the server until it is told to stop.",
            Set.of("config"),
            Set.of()),
    BOOTSTRAP(
            "--email EMAIL [--password PASSWORD] [--json]",
            "Create the first account, organization, project and API key.",
            Set.of("config", "email", "password"),
            Set.of("json")),
    CREATE_KEY(
            "--email EMAIL [--label LABEL] [--json]",
            "Create one more API key for an account.",
            Set.of("config", "email", "label"),
            Set.of("json")),
    RESET_PASSWORD(
            "--email EMAIL [--password PASSWORD] [--json]",
            "Give an account a new password and end its sessions.",
            Set.of("config", "email", "password"),
            Set.of("json")),
    REINDEX(
            "[--config FILE]",
            "Build the search index anew, for instance after changing the embedding model.",
            Set.of("config"),
            Set.of()),
    EXPORT(
            "--out FILE [--project ID]",
            "Write everything a project holds to a file (- for standard output); the server may run.",
            Set.of("config", "project", "out"),
            Set.of()),
    IMPORT(
            "--in FILE [--project ID]",
            "Read such a file into an empty project and compare; the server must not run.",
            Set.of("config", "project", "in"),
            Set.of()),
    DOCTOR(
            "[--config FILE]",
            "Check everything the server needs and say what is wrong.",
            Set.of("config"),
            Set.of()),
    /// For the launcher, so not in the help: plays the server once on a temporary folder, while the
    /// JVM notes what a start needs.
    REHEARSE("", "", Set.of(), Set.of());

    private final String usage;
    private final String purpose;
    private final Set<String> options;
    private final Set<String> flags;

    Command(String usage, String purpose, Set<String> options, Set<String> flags) {
        this.usage = usage;
        this.purpose = purpose;
        this.options = options;
        this.flags = flags;
    }

    static Optional<Command> named(String name) {
        return Stream.of(values()).filter(each -> each.spelled().equals(name)).findFirst();
    }

    String spelled() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean takesValue(String option) {
        return options.contains(option);
    }

    boolean takesFlag(String flag) {
        return flags.contains(flag);
    }

    static String help() {
        var text = new StringBuilder("Usage: keepsake COMMAND [OPTIONS]\n\n");
        Stream.of(values())
                .filter(each -> !each.purpose.isEmpty())
                .forEach(each ->
                        text.append(
                                "  %s %s%n      %s%n"
                                        .formatted(each.spelled(), each.usage, each.purpose)));
        return text.append(
                        """

                        Every command takes --config FILE; without it, keepsake.properties in the data folder is read
                        if it exists. The environment (KEEPSAKE_PORT, KEEPSAKE_DATA, …) wins over the file. All settings
                        are in docs/configuration.md.

                        Exit status: 0 done, 1 failed, 2 wrong usage or configuration, 3 something is in the way: port or data
                        folder in use, set up already, another embedding model in the index.
                        """)
                .toString();
    }
}
