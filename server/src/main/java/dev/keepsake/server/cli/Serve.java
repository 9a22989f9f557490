package dev.keepsake.server.cli;

import dev.keepsake.server.Product;
import dev.keepsake.server.Product.Running;
import dev.keepsake.server.config.Configuration;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;

/// Runs the server until SIGTERM or SIGINT.
final class Serve {

    private final Product product;
    private final PrintStream out;
    private final PrintStream err;

    Serve(Product product, PrintStream out, PrintStream err) {
        this.product = product;
        this.out = out;
        this.err = err;
    }

    int run(Configuration configuration) {
        var running = product.start(configuration);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(running), "stop"));
        announce(running, configuration);
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return CommandLine.DONE;
    }

    void announce(Running running, Configuration configuration) {
        out.printf(
                "Keepsake %s answers on %s (data in %s)%n%n",
                Product.version(), running.baseUrl(), configuration.storage().folder());
        var founded = running.founded().orElse(null);
        if (founded != null) {
            out.print(
                    "This first start created an account. Keep these, they are not shown again:\n");
            out.print(Report.text(founded) + "\n");
        }
        if (running.setupToken().isPresent()) {
            out.printf(
                    "Nobody has an account yet. Open %s/console/setup and give this setup token:\n  %s\n"
                            + "or stop the server and run: keepsake bootstrap --email EMAIL%n%n",
                    running.baseUrl(), running.setupToken().get());
            out.flush();
            return;
        }
        var key =
                founded != null && founded.keyMade() ? founded.key().value() : "$KEEPSAKE_API_KEY";
        out.print("Try it:\n" + Report.curl(running.baseUrl(), key));
        out.flush();
    }

    /// A JVM that ends by a signal reports 128 plus its number, whatever its shutdown hooks do.
    /// Halting here, when all is closed, tells service managers that the stop went well.
    private void stop(Running running) {
        var status = CommandLine.DONE;
        try {
            running.close();
            out.println("stopped");
        } catch (RuntimeException failure) {
            err.println("keepsake: stopping failed: " + failure);
            status = CommandLine.FAILED;
        }
        out.flush();
        err.flush();
        Runtime.getRuntime().halt(status);
    }
}
