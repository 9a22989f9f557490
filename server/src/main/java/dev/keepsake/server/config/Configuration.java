package dev.keepsake.server.config;

import dev.keepsake.failure.Failure;
import dev.keepsake.server.http.HttpSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// Every decision of the operator, checked, one record for each room. Immutable.
///
/// @param llm null without a language model
public record Configuration(
        StorageConfig storage,
        HttpSettings http,
        ReadConfig read,
        IngestConfig ingest,
        EmbeddingConfig embedding,
        @Nullable LlmConfig llm,
        AccountConfig accounts,
        BootstrapConfig bootstrap,
        LimitConfig limits,
        ObserveConfig observe) {

    private static final String FILE_NAME = "keepsake.properties";

    /// Reads the file, then the environment, which wins. Without a file named, it is
    /// `keepsake.properties` in the data folder, if there is one.
    ///
    /// @throws Failure.Invalid naming the setting, the value and the rule it breaks, or a setting
    ///   that does not exist
    public static Configuration load(@Nullable Path file, Map<String, String> environment) {
        if (file != null) {
            return from(new Values(properties(file), file.toString(), environment));
        }
        var folder = StorageConfig.folder(new Values(Map.of(), "", environment));
        var own = folder.resolve(FILE_NAME);
        if (!Files.exists(own)) {
            return from(new Values(Map.of(), own.toString(), environment));
        }
        var lines = properties(own);
        Rules.require(
                !lines.containsKey("data"),
                "%s: data cannot be set in the data folder itself; use KEEPSAKE_DATA or --config",
                own);
        return from(new Values(lines, own.toString(), environment));
    }

    /// The same with another data folder.
    public Configuration in(Path folder) {
        return new Configuration(
                storage.in(folder),
                http,
                read,
                ingest,
                embedding,
                llm,
                accounts,
                bootstrap,
                limits,
                observe);
    }

    /// Every setting that exists, in the order of the documentation.
    static List<Setting> settings() {
        var values = new Values(Map.of(), "", Map.of());
        from(values);
        return values.declared();
    }

    private static Configuration from(Values values) {
        var configuration =
                new Configuration(
                        StorageConfig.from(values),
                        HttpConfig.from(values),
                        ReadConfig.from(values),
                        IngestConfig.from(values),
                        EmbeddingConfig.from(values),
                        LlmConfig.from(values),
                        AccountConfig.from(values),
                        BootstrapConfig.from(values),
                        LimitConfig.from(values),
                        ObserveConfig.from(values));
        values.refuseUnknown();
        return configuration;
    }

    private static Map<String, String> properties(Path file) {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new Failure.Invalid("cannot read " + file + ": " + e);
        }
        Map<String, String> lines = new LinkedHashMap<>();
        properties
                .stringPropertyNames()
                .forEach(name -> lines.put(name, properties.getProperty(name)));
        return lines;
    }
}
