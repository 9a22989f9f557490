package dev.keepsake.server.cli;

import java.util.List;

/// A process that serves a [TestProduct], for tests that need a real exit status.
final class ServeProcess {

    private ServeProcess() {}

    public static void main(String[] arguments) {
        var commandLine =
                new CommandLine(new TestProduct(), System.getenv(), System.out, System.err);
        System.exit(commandLine.run(List.of("serve")));
    }
}
