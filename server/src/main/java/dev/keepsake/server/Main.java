package dev.keepsake.server;

import dev.keepsake.server.cli.CommandLine;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The `keepsake` program.
public final class Main {

    /// Held here, because loggers are collected when nobody holds them and come back talkative.
    private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

    private Main() {}

    public static void main(String[] arguments) {
        LUCENE.setLevel(Level.WARNING);
        var commandLine = new CommandLine(new Wiring(), System.getenv(), System.out, System.err);
        System.exit(commandLine.run(List.of(arguments)));
    }
}
