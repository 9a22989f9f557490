package dev.keepsake.server;

import dev.keepsake.server.cli.CommandLine;
import dev.keepsake.server.observe.Logs;
import java.util.List;

/// The `keepsake` program.
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        Logs.prepare();
        var commandLine = new CommandLine(new Wiring(), System.getenv(), System.out, System.err);
        System.exit(commandLine.run(List.of(arguments)));
    }
}
