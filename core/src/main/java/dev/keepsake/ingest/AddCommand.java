package dev.keepsake.ingest;

import dev.keepsake.category.Catalog;
import dev.keepsake.memory.Scope;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A wish to remember something, already checked for shape. It survives in the queue as plain JSON
/// values, so a restart finds it as it was.
///
/// @param scope not empty
/// @param turns in order, at least one
/// @param metadata for every memory of this add, without identity keys
/// @param infer distil the conversation; false stores the messages word for word
/// @param deduced with `infer` false: store exactly these texts instead of the messages; empty for
///   none
/// @param categories labels given by the caller; null to leave classification to Keepsake
/// @param wishes what to extract and how to date it
/// @param terms what the memories come with
/// @param warnings found while reading the request, for the event
public record AddCommand(
        Scope scope,
        List<Turn> turns,
        Map<String, @Nullable Object> metadata,
        boolean infer,
        List<String> deduced,
        @Nullable List<String> categories,
        Wishes wishes,
        Terms terms,
        List<String> warnings) {

    public AddCommand {
        turns = List.copyOf(turns);
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        deduced = List.copyOf(deduced);
        categories = categories == null ? null : List.copyOf(categories);
        warnings = List.copyOf(warnings);
    }

    /// How to read the conversation; null leaves it to the project or the clock.
    ///
    /// @param observed when the conversation happened
    /// @param zone in which its days are counted
    /// @param memoryType null or `procedural_memory`
    /// @param catalog the labels that its memories can get, in place of the project's
    public record Wishes(
            @Nullable String instructions,
            @Nullable String agentInstructions,
            @Nullable String includes,
            @Nullable String excludes,
            @Nullable Instant observed,
            ZoneId zone,
            @Nullable String memoryType,
            @Nullable Catalog catalog) {

        public static final Wishes NONE =
                new Wishes(null, null, null, null, null, java.time.ZoneOffset.UTC, null, null);

        private Wishes rewritten(UnaryOperator<String> rewriting) {
            return new Wishes(
                    rewritten(instructions, rewriting),
                    rewritten(agentInstructions, rewriting),
                    rewritten(includes, rewriting),
                    rewritten(excludes, rewriting),
                    observed,
                    zone,
                    memoryType,
                    catalog);
        }

        private static @Nullable String rewritten(
                @Nullable String text, UnaryOperator<String> rewriting) {
            return text == null ? null : rewriting.apply(text);
        }
    }

    /// What the new memories come with.
    ///
    /// @param timestamp backdates creation; null for now
    /// @param expiration null for the project's default
    /// @param schema of the object in `structured_data` of their metadata; null for none
    public record Terms(
            boolean immutable,
            @Nullable LocalDate expiration,
            @Nullable Instant timestamp,
            @Nullable Map<String, @Nullable Object> schema) {

        public Terms {
            schema =
                    schema == null
                            ? null
                            : Collections.unmodifiableMap(new LinkedHashMap<>(schema));
        }

        public Terms(
                boolean immutable, @Nullable LocalDate expiration, @Nullable Instant timestamp) {
            this(immutable, expiration, timestamp, null);
        }

        public static final Terms PLAIN = new Terms(false, null, null);
    }

    /// The same with every text that people wrote rewritten; ids and metadata are not among them.
    @SuppressWarnings("NullAway") // class files lose the annotations of compact constructors
    AddCommand rewritten(UnaryOperator<String> rewriting) {
        return new AddCommand(
                scope,
                turns.stream().map(turn -> turn.rewritten(rewriting)).toList(),
                metadata,
                infer,
                deduced.stream().map(rewriting).toList(),
                categories,
                wishes.rewritten(rewriting),
                terms,
                warnings);
    }

    @SuppressWarnings("NullAway") // class files lose the annotations of compact constructors
    AddCommand withWarning(String warning) {
        return new AddCommand(
                scope,
                turns,
                metadata,
                infer,
                deduced,
                categories,
                wishes,
                terms,
                Stream.concat(warnings.stream(), Stream.of(warning)).toList());
    }

    /// Whether it is about how an agent did something, and not about facts.
    public boolean isProcedural() {
        return wishes.memoryType != null;
    }

    AddCommand withMetadata(Map<String, @Nullable Object> newMetadata) {
        return new AddCommand(
                scope, turns, newMetadata, infer, deduced, categories, wishes, terms, warnings);
    }

    /// Without what nobody will read: messages that are stored word for word are text only.
    AddCommand withoutIdleMedia() {
        return infer || isProcedural()
                ? this
                : new AddCommand(
                        scope,
                        turns.stream().map(Turn::withoutMedia).toList(),
                        metadata,
                        infer,
                        deduced,
                        categories,
                        wishes,
                        terms,
                        warnings);
    }

    Map<String, @Nullable Object> toJob() {
        Map<String, @Nullable Object> job = new LinkedHashMap<>();
        job.put("user", scope.user());
        job.put("agent", scope.agent());
        job.put("app", scope.app());
        job.put("run", scope.run());
        job.put("turns", turns.stream().map(Turn::toJob).toList());
        job.put("metadata", metadata);
        job.put("infer", infer);
        job.put("deduced", deduced);
        job.put("categories", categories);
        job.put("instructions", wishes.instructions);
        job.put("agent_instructions", wishes.agentInstructions);
        job.put("includes", wishes.includes);
        job.put("excludes", wishes.excludes);
        job.put("observed", wishes.observed == null ? null : wishes.observed.toString());
        job.put("zone", wishes.zone.getId());
        job.put("memory_type", wishes.memoryType);
        job.put("catalog", wishes.catalog == null ? null : wishes.catalog.toPlain());
        job.put("immutable", terms.immutable);
        job.put("expiration", terms.expiration == null ? null : terms.expiration.toString());
        job.put("timestamp", terms.timestamp == null ? null : terms.timestamp.toString());
        job.put("schema", terms.schema);
        job.put("warnings", warnings);
        return job;
    }

    static AddCommand fromJob(Map<String, @Nullable Object> job) {
        List<Turn> turns = new ArrayList<>();
        if (job.get("turns") instanceof List<?> each) {
            each.forEach(turn -> turns.add(Turn.fromJob((Map<?, ?>) turn)));
        }
        var wishes =
                new Wishes(
                        text(job, "instructions"),
                        text(job, "agent_instructions"),
                        text(job, "includes"),
                        text(job, "excludes"),
                        instant(job, "observed"),
                        ZoneId.of(String.valueOf(job.get("zone"))),
                        text(job, "memory_type"),
                        Catalog.of(job.get("catalog")).orElse(null));
        var day = text(job, "expiration");
        var terms =
                new Terms(
                        Boolean.TRUE.equals(job.get("immutable")),
                        day == null ? null : LocalDate.parse(day),
                        instant(job, "timestamp"),
                        job.get("schema") == null ? null : object(job.get("schema")));
        return new AddCommand(
                new Scope(
                        text(job, "user"), text(job, "agent"), text(job, "app"), text(job, "run")),
                turns,
                object(job.get("metadata")),
                Boolean.TRUE.equals(job.get("infer")),
                texts(job.get("deduced")),
                job.get("categories") == null ? null : texts(job.get("categories")),
                wishes,
                terms,
                texts(job.get("warnings")));
    }

    private static @Nullable String text(Map<String, @Nullable Object> job, String key) {
        return job.get(key) instanceof String text ? text : null;
    }

    private static @Nullable Instant instant(Map<String, @Nullable Object> job, String key) {
        return job.get(key) instanceof String text ? Instant.parse(text) : null;
    }

    private static List<String> texts(@Nullable Object value) {
        List<String> texts = new ArrayList<>();
        if (value instanceof List<?> each) {
            each.forEach(text -> texts.add(String.valueOf(text)));
        }
        return texts;
    }

    private static Map<String, @Nullable Object> object(@Nullable Object value) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> members) {
            members.forEach((key, member) -> object.put(String.valueOf(key), member));
        }
        return object;
    }
}
