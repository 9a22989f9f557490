package dev.keepsake.models.embedding;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The native code of ONNX Runtime and of the tokenizer, which their jars carry packed. Left alone,
/// ONNX Runtime unpacks 28 MB into the temporary folder at each start (300 ms) and leaves them
/// there when the process is killed. Given a folder, both are unpacked there once.
final class NativeLibraries {

    private static final String ONNX_RUNTIME = "/ai/onnxruntime/native/";

    private static final String NO_TELEMETRY = "ORT_DISABLE_TELEMETRY";

    private NativeLibraries() {}

    /// To be called before the first use of the tokenizer: where it unpacks, and that it fetches
    /// nothing. These settings are the JVM's; one that is there already is respected, here and
    /// below.
    static void prepareTokenizer(@Nullable Path folder) {
        setDefault("ai.djl.offline", "true");
        if (folder != null) {
            setDefault("ENGINE_CACHE_DIR", folder.toAbsolutePath().toString());
        }
    }

    /// The one environment of this JVM; it is never closed.
    static OrtEnvironment onnxRuntime(@Nullable Path folder) throws IOException, OrtException {
        var unpacked = folder == null ? null : unpack(folder);
        if (unpacked != null) {
            setDefault("onnxruntime.native.path", unpacked.toAbsolutePath().toString());
        }
        forbidTelemetry();
        return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "keepsake");
    }

    /// Since 1.29, ONNX Runtime reports to its maker on Linux too, and starts that while its
    /// environment is made: it reads the machine's id and the command line (and overflows its stack
    /// where that is longer than some 4000 characters), keeps a database under the user's home, and
    /// looks for its server on the network. Switching telemetry off on the environment is too late
    /// for all of this. Only a variable stops it, so it is set here, unless the launcher did.
    private static void forbidTelemetry() {
        if (System.getenv(NO_TELEMETRY) != null) {
            return;
        }
        var linker = Linker.nativeLinker();
        var setenv = linker.defaultLookup().find("setenv");
        if (setenv.isEmpty()) {
            return; // not a POSIX system
        }
        var call =
                linker.downcallHandle(
                        setenv.get(),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS,
                                ValueLayout.ADDRESS,
                                ValueLayout.JAVA_INT));
        try (var memory = Arena.ofConfined()) {
            var status =
                    (int)
                            call.invokeExact(
                                    memory.allocateFrom(NO_TELEMETRY), memory.allocateFrom("1"), 0);
            if (status != 0) {
                throw new IllegalStateException("setenv failed");
            }
        } catch (Throwable failed) {
            throw new IllegalStateException(
                    "cannot switch the telemetry of ONNX Runtime off", failed);
        }
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /// @return null where the libraries are not in a jar, or not for this platform: ONNX Runtime
    ///   then finds its own way or says what is missing
    private static @Nullable Path unpack(Path folder) throws IOException {
        var platform = ONNX_RUNTIME + platform() + "/";
        var runtime = packed(platform + System.mapLibraryName("onnxruntime"));
        var bridge = packed(platform + System.mapLibraryName("onnxruntime4j_jni"));
        if (runtime == null || bridge == null) {
            return null;
        }
        // The checksum in the name: another version never meets these files
        var home = folder.resolve("onnxruntime-%08x".formatted(runtime.getJarEntry().getCrc()));
        Files.createDirectories(home);
        unpack(runtime, home);
        unpack(bridge, home);
        return home;
    }

    private static void unpack(JarURLConnection packed, Path home) throws IOException {
        var name = Path.of(packed.getEntryName()).getFileName().toString();
        var file = home.resolve(name);
        if (Files.exists(file) && Files.size(file) == packed.getContentLengthLong()) {
            return;
        }
        // Another process may be doing the same: each writes its own file, the last name wins
        var own = Files.createTempFile(home, name, ".part");
        try (var content = packed.getInputStream()) {
            Files.copy(content, own, StandardCopyOption.REPLACE_EXISTING);
            move(own, file);
        } finally {
            Files.deleteIfExists(own);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException _) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static @Nullable JarURLConnection packed(String resource) throws IOException {
        URL url = OrtEnvironment.class.getResource(resource);
        URLConnection connection = url == null ? null : url.openConnection();
        return connection instanceof JarURLConnection jar ? jar : null;
    }

    /// As ONNX Runtime names its folders, such as `linux-x64`.
    private static String platform() {
        var os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        var arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        return (os.contains("mac") ? "osx" : os.contains("win") ? "win" : "linux")
                + (arch.equals("aarch64") || arch.equals("arm64") ? "-aarch64" : "-x64");
    }
}
