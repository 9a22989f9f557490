package dev.keepsake.server.cli;

import dev.keepsake.failure.Failure;
import dev.keepsake.model.Encoder;
import dev.keepsake.server.Product;
import dev.keepsake.server.account.Founder;
import dev.keepsake.server.account.Passwords;
import dev.keepsake.server.config.Configuration;
import dev.keepsake.server.config.LogConfig;
import dev.keepsake.server.dump.ProjectFiles;
import dev.keepsake.server.observe.Logs;
import dev.keepsake.storage.Storage;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/// Runs one command. What is expected to go wrong is told in one line on the error stream and by
/// the exit status; only bugs show a stack trace.
public final class CommandLine {

    static final int DONE = 0;
    static final int FAILED = 1;
    static final int WRONG_USAGE = 2;
    static final int IN_THE_WAY = 3;

    private final Product product;
    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    public CommandLine(
            Product product, Map<String, String> environment, PrintStream out, PrintStream err) {
        this.product = product;
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    /// @return the exit status
    public int run(List<String> words) {
        if (words.contains("--help") || words.contains("-h")) {
            out.print(Command.help());
            return DONE;
        }
        if (words.contains("--version")) {
            out.println("keepsake " + Product.version());
            return DONE;
        }
        try {
            var arguments = Arguments.parse(words);
            return run(arguments);
        } catch (Failure failure) {
            err.println("keepsake: " + failure.reason());
            return status(failure);
        }
    }

    private int run(Arguments arguments) {
        if (arguments.command() == Command.REHEARSE) {
            try (var _ = Logs.to(err, LogConfig.STANDARD)) {
                return new Rehearsal(product, out).run();
            }
        }
        var configuration =
                Configuration.load(
                        arguments.option("config").map(Path::of).orElse(null), environment);
        try (var _ = Logs.to(err, configuration.observe().logs())) {
            return run(arguments, configuration);
        }
    }

    private int run(Arguments arguments, Configuration configuration) {
        return switch (arguments.command()) {
            case SERVE -> new Serve(product, out, err).run(configuration);
            case BOOTSTRAP -> bootstrap(arguments, configuration);
            case CREATE_KEY -> createKey(arguments, configuration);
            case RESET_PASSWORD -> resetPassword(arguments, configuration);
            case REINDEX -> reindex(configuration);
            case EXPORT -> export(arguments, configuration);
            case IMPORT -> importFile(arguments, configuration);
            case DOCTOR -> new Doctor(product, out).run(configuration);
            case REHEARSE -> throw new IllegalStateException();
        };
    }

    private int bootstrap(Arguments arguments, Configuration configuration) {
        var settings =
                configuration
                        .bootstrap()
                        .with(
                                arguments.require("email"),
                                arguments.option("password").orElse(null));
        try (var storage = product.openStorage(configuration)) {
            var founded = founder(storage, configuration).found(settings);
            out.print(arguments.has("json") ? Report.json(founded) : Report.text(founded));
        }
        return DONE;
    }

    private int createKey(Arguments arguments, Configuration configuration) {
        var email = arguments.require("email");
        try (var storage = product.openStorage(configuration)) {
            var key =
                    founder(storage, configuration)
                            .createKey(email, arguments.option("label").orElse("command line"));
            out.println(
                    arguments.has("json") ? "{\"api_key\": \"" + key.value() + "\"}" : key.value());
        }
        return DONE;
    }

    private int resetPassword(Arguments arguments, Configuration configuration) {
        var email = arguments.require("email");
        try (var storage = product.openStorage(configuration)) {
            var made =
                    Founder.resetPassword(
                            storage,
                            new Passwords(),
                            email,
                            arguments.option("password").orElse(null));
            out.print(
                    arguments.has("json")
                            ? Report.passwordJson(email, made)
                            : Report.password(made));
        }
        return DONE;
    }

    private int reindex(Configuration configuration) {
        var result = product.reindex(configuration);
        out.printf(
                "%d memories indexed, %d of them embedded anew, in %.1f s%n",
                result.memories(), result.embedded(), result.took().toMillis() / 1000.0);
        return DONE;
    }

    private int export(Arguments arguments, Configuration configuration) {
        var file = arguments.require("out");
        var project = arguments.option("project");
        try (var storage = product.openForReading(configuration)) {
            var files = new ProjectFiles(storage, Clock.systemUTC());
            if (file.equals("-")) {
                tell(files.export(project, out), err);
            } else {
                tell(files.export(project, Path.of(file)), out);
            }
        }
        return DONE;
    }

    private int importFile(Arguments arguments, Configuration configuration) {
        var file = Path.of(arguments.require("in"));
        try (var storage = product.openStorage(configuration);
                var embedder = product.openEmbedder(configuration)) {
            var report =
                    new ProjectFiles(storage, Clock.systemUTC())
                            .load(
                                    arguments.option("project"),
                                    file,
                                    embedder.model().id(),
                                    () -> new Encoder(embedder, product.analyzer()));
            tell(report, out);
            report.differences().forEach(each -> err.println("keepsake: " + each));
            return report.differences().isEmpty() ? DONE : FAILED;
        }
    }

    private static void tell(ProjectFiles.Report report, PrintStream to) {
        to.println("project " + report.project());
        report.sums().forEach(to::println);
        if (report.encoded() > 0) {
            to.println(report.encoded() + " vectors of another model were computed anew");
        }
    }

    private Founder founder(Storage storage, Configuration configuration) {
        return new Founder(
                storage.accounts(),
                product.keys(configuration),
                new Passwords(),
                Clock.systemUTC());
    }

    private static int status(Failure failure) {
        return switch (failure) {
            case Failure.Invalid _, Failure.TooLarge _ -> WRONG_USAGE;
            case Failure.Conflict _, Failure.Busy _, Failure.TooMany _ -> IN_THE_WAY;
            case Failure.Unauthenticated _,
                    Failure.Forbidden _,
                    Failure.Missing _,
                    Failure.ModelFailed _,
                    Failure.StorageFailed _ ->
                    FAILED;
        };
    }
}
