package dev.keepsake.bench;

import dev.keepsake.bench.crash.CrashBench;
import dev.keepsake.bench.load.LoadBench;
import dev.keepsake.bench.quality.QualityBench;
import dev.keepsake.bench.retrieval.RetrievalBench;
import dev.keepsake.bench.server.Target;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The command line of the bench.
public final class Bench {

    private static final String USAGE =
            """
            Usage: ./keepsake bench BENCH [option]...

            Benches:
              retrieval  How much of the known evidence is found. Imports the conversations of a file and asks
                         its questions.
                           --data FILE            the file (docs/benchmarks.md tells its form)
                           --categories A,B,...   what the overall row is about; all without it
                           --threads N            conversations imported at once (4)
                           --infer                has memories made of the conversations instead of
                                                  storing every turn, and says how good they are
              quality    Whether it makes the right memories: the gates of bench/fixtures.
                           --half dev|held        which half of the fixtures (dev)
                           --failures             what failed, one line each; not for held
                           --fixtures FOLDER      other files of the same form
              load       How fast the server is, against the embedding model alone.
                           --memories N           how many to fill the store with (100000)
                           --users N              how many users they belong to (1000)
                           --clients N            clients that add at the same time (8)
                           --queries N            searches of each kind (500)
              start      How long from the start of the process to the first search that finds something.
                           --runs N               starts of each kind (5)
              crash      Whether memories survive the server being killed.
                           --rounds N             how often (20)
                           --seed N               repeats the choices of another run

            Options of every bench:
              --json             one JSON object on standard output instead of a table
              --server-lib DIR   the server made of these jars instead of the launcher's
              --jvm-arg ARG      one more option for its virtual machine; may be repeated
            and of retrieval and load:
              --url URL --key KEY   a server that runs already; its own memories stay untouched
            """;

    private Bench() {}

    public static void main(String[] words) throws InterruptedException {
        try {
            System.exit(run(Arrays.asList(words)) ? 0 : 1);
        } catch (BadUsage bad) {
            System.err.println("keepsake bench: " + bad.getMessage());
            System.exit(2);
        }
    }

    private static boolean run(List<String> words) throws InterruptedException {
        if (words.isEmpty()) {
            throw new BadUsage("which bench? ./keepsake bench --help lists them");
        }
        var rest = words.subList(1, words.size());
        return switch (words.getFirst()) {
            case "retrieval" ->
                    new RetrievalBench(
                                    Options.parse(
                                            rest,
                                            union(Target.OPTIONS, RetrievalBench.OPTIONS),
                                            Set.of("--json", "--infer")),
                                    System.out)
                            .run();
            case "load" ->
                    new LoadBench(options(rest, Target.OPTIONS, LoadBench.OPTIONS), System.out)
                            .run();
            case "quality" ->
                    new QualityBench(
                                    Options.parse(
                                            rest,
                                            union(Target.PROGRAM_OPTIONS, QualityBench.OPTIONS),
                                            QualityBench.FLAGS),
                                    System.out)
                            .run();
            case "start" ->
                    new StartBench(
                                    options(rest, Target.PROGRAM_OPTIONS, StartBench.OPTIONS),
                                    System.out)
                            .run();
            case "crash" ->
                    new CrashBench(
                                    options(rest, Target.PROGRAM_OPTIONS, CrashBench.OPTIONS),
                                    System.out)
                            .run();
            case "--help", "-h", "help" -> {
                System.out.print(USAGE);
                yield true;
            }
            default -> throw new BadUsage("there is no bench " + words.getFirst());
        };
    }

    private static Options options(List<String> words, Set<String> common, Set<String> own) {
        return Options.parse(words, union(common, own), Set.of("--json"));
    }

    private static Set<String> union(Set<String> common, Set<String> own) {
        var named = new HashSet<>(common);
        named.addAll(own);
        return named;
    }
}
