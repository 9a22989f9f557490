package dev.keepsake.bench.server;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How the server is started: a command line that ends with `serve`, and additions to the
/// environment.
public record ServerProgram(List<String> words, Map<String, String> environment) {

    private static final List<String> NEEDED_FLAGS =
            List.of("--enable-native-access=ALL-UNNAMED", "--add-modules=jdk.incubator.vector");

    /// As people start it, with the options that the launcher chooses. The launcher becomes the
    /// JVM, so the process is the server itself.
    ///
    /// @param jvmArguments added to those of the launcher
    public static ServerProgram launcher(Path home, List<String> jvmArguments) {
        var inherited = System.getenv().getOrDefault("KEEPSAKE_JAVA_OPTS", "");
        var options = new ArrayList<String>();
        if (!inherited.isBlank()) {
            options.add(inherited);
        }
        options.addAll(jvmArguments);
        return new ServerProgram(
                List.of(home.resolve("keepsake").toString(), "serve"),
                Map.of("KEEPSAKE_JAVA_OPTS", String.join(" ", options)));
    }

    /// From every jar of a folder, with no more options than it needs.
    public static ServerProgram jars(Path folder, List<String> jvmArguments) {
        return classPath(folder + File.separator + "*", jvmArguments);
    }

    public static ServerProgram classPath(String classPath, List<String> jvmArguments) {
        var words = new ArrayList<String>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(NEEDED_FLAGS);
        words.addAll(jvmArguments);
        words.addAll(List.of("-cp", classPath, "dev.keepsake.server.Main", "serve"));
        return new ServerProgram(List.copyOf(words), Map.of());
    }

    /// The words that run another command of the same program.
    List<String> words(String command, String... arguments) {
        var others = new ArrayList<>(words.subList(0, words.size() - 1));
        others.add(command);
        others.addAll(List.of(arguments));
        return others;
    }

    /// The launcher's without its class cache; the same program where there is no launcher.
    public ServerProgram withoutClassCache() {
        var changed = new HashMap<>(environment);
        changed.put("KEEPSAKE_AOT", "off");
        return new ServerProgram(words, Map.copyOf(changed));
    }
}
