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
import java.util.function.Supplier;
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
        MediaConfig media,
        AccountConfig accounts,
        AuthConfig auth,
        BootstrapConfig bootstrap,
        LimitConfig limits,
        ObserveConfig observe,
        WebhookConfig webhooks,
        ExportConfig exports,
        QuarantineConfig quarantine,
        Sources sources) {

    private static final String FILE_NAME = "keepsake.properties";

    /// Reads the file, then what was chosen in the dashboard, then the environment; the later wins.
    /// Without a file named, it is `keepsake.properties` in the data folder, if there is one.
    ///
    /// @throws Failure.Invalid naming the setting, the value and the rule it breaks, or a setting
    ///   that does not exist
    public static Configuration load(@Nullable Path file, Map<String, String> environment) {
        var layer = file(file, environment);
        var folder = StorageConfig.folder(new Values(List.of(layer), environment));
        var saved = folder.resolve(SavedSettings.FILE_NAME);
        return load(file, environment, Files.exists(saved) ? properties(saved) : Map.of());
    }

    /// @param saved what was chosen in the dashboard
    static Configuration load(
            @Nullable Path file, Map<String, String> environment, Map<String, String> saved) {
        var layers =
                List.of(
                        new Values.Layer(Effective.Source.CONSOLE, SavedSettings.FILE_NAME, saved),
                        file(file, environment));
        var values = new Values(layers, environment);
        return from(values, () -> new Sources(file, environment, values.effective()));
    }

    private static Values.Layer file(@Nullable Path file, Map<String, String> environment) {
        if (file != null) {
            return new Values.Layer(Effective.Source.FILE, file.toString(), properties(file));
        }
        var folder = StorageConfig.folder(new Values(Map.of(), "", environment));
        var own = folder.resolve(FILE_NAME);
        Map<String, String> lines = Files.exists(own) ? properties(own) : Map.of();
        Rules.require(
                !lines.containsKey("data"),
                "%s: data cannot be set in the data folder itself; use KEEPSAKE_DATA or --config",
                own);
        return new Values.Layer(Effective.Source.FILE, own.toString(), lines);
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
                media,
                accounts,
                auth,
                bootstrap,
                limits,
                observe,
                webhooks,
                exports,
                quarantine,
                sources);
    }

    /// Every setting that exists, in the order of the documentation.
    static List<Setting> settings() {
        var values = new Values(Map.of(), "", Map.of());
        from(values, () -> Sources.NONE);
        return values.declared();
    }

    private static Configuration from(Values values, Supplier<Sources> sources) {
        var configuration =
                new Configuration(
                        StorageConfig.from(values),
                        HttpConfig.from(values),
                        ReadConfig.from(values),
                        IngestConfig.from(values),
                        EmbeddingConfig.from(values),
                        LlmConfig.from(values),
                        MediaConfig.from(values),
                        AccountConfig.from(values),
                        AuthConfig.from(values),
                        BootstrapConfig.from(values),
                        LimitConfig.from(values),
                        ObserveConfig.from(values),
                        WebhookConfig.from(values),
                        ExportConfig.from(values),
                        QuarantineConfig.from(values),
                        // arguments are read in their order: by now all settings are
                        sources.get());
        configuration.auth.requireLoopback(configuration.http.host());
        values.refuseUnknown();
        return configuration;
    }

    static Map<String, String> properties(Path file) {
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
