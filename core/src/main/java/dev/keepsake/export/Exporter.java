package dev.keepsake.export;

import dev.keepsake.account.Caller;
import dev.keepsake.account.Permission;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.Encoding;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.FilterKey;
import dev.keepsake.memory.FilterParser;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Scope;
import dev.keepsake.memory.Stored;
import dev.keepsake.memory.Times;
import dev.keepsake.storage.Exports;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Takes orders for exports and hands out what came of them (engine contract 12.1). The work in
/// between is the [ExportRunner]'s. Safe for many threads.
public final class Exporter {

    private final Exports exports;
    private final ExportRunner runner;
    private final SchemaCheck check;
    private final FilterParser parser;
    private final Duration retention;
    private final InstantSource clock;

    /// @param retention how long an export can be fetched, from its order on
    public Exporter(
            Exports exports,
            ExportRunner runner,
            SchemaCheck check,
            FilterParser parser,
            Duration retention,
            InstantSource clock) {
        this.exports = exports;
        this.runner = runner;
        this.check = check;
        this.parser = parser;
        this.retention = retention;
        this.clock = clock;
    }

    /// Orders an export; it is durable when this returns, and made soon after.
    ///
    /// @param schema JSON Schema of an object
    /// @param filter of the filter language; must name an entity positively
    /// @param instructions in the caller's own words; null for none
    /// @throws Failure.Invalid when schema or filter break a rule
    public ExportId order(
            Caller caller,
            Map<String, @Nullable Object> schema,
            Map<String, @Nullable Object> filter,
            @Nullable String instructions) {
        caller.require(Permission.WRITE_DATA);
        SchemaReading.of(schema);
        check.require(schema);
        var key = FilterKey.of(parser.parseScoped(filter));
        var order = new Export.Order(schema, filter, key, instructions, caller.account());
        var export = Export.pending(ExportId.random(), order, clock.instant());
        exports.create(caller.project(), export);
        runner.wake();
        return export.id();
    }

    /// What came of one export.
    ///
    /// @throws Failure.Missing when it is unknown, not done, failed, or past its time
    public Map<String, @Nullable Object> result(Caller caller, ExportId id) {
        caller.require(Permission.READ_DATA);
        return exports.find(caller.project(), id)
                .filter(export -> isKept(export.created()))
                .map(Export::result)
                .orElseThrow(Exporter::none);
    }

    /// What came of the newest export with a filter of this meaning. Conditions on creation and
    /// update may also be about the export itself.
    ///
    /// @throws Failure.Missing when there is none
    public Map<String, @Nullable Object> newest(
            Caller caller, Map<String, @Nullable Object> filter) {
        caller.require(Permission.READ_DATA);
        var asked = parser.parse(filter);
        return found(caller, asked).stream()
                .filter(done -> isKept(done.created()))
                .max(Comparator.comparing(Exports.Done::created))
                .map(done -> result(caller, done.id()))
                .orElseThrow(Exporter::none);
    }

    private List<Exports.Done> found(Caller caller, Filter asked) {
        List<Exports.Done> found =
                new ArrayList<>(exports.done(caller.project(), FilterKey.of(asked)));
        var split = Split.of(asked);
        if (!split.dates.isEmpty()) {
            exports.done(caller.project(), FilterKey.of(new Filter.All(split.others))).stream()
                    .filter(split::isDated)
                    .forEach(found::add);
        }
        return found;
    }

    private boolean isKept(Instant created) {
        return created.plus(retention).isAfter(clock.instant());
    }

    private static Failure.Missing none() {
        return new Failure.Missing("No memory export request found");
    }

    /// A filter whose conditions on creation and update are taken apart from the others.
    private record Split(List<Filter> dates, List<Filter> others) {

        static Split of(Filter filter) {
            List<Filter> dates = new ArrayList<>();
            List<Filter> others = new ArrayList<>();
            parts(filter).forEach(part -> (isDate(part) ? dates : others).add(part));
            return new Split(dates, others);
        }

        private static List<Filter> parts(Filter filter) {
            return filter instanceof Filter.All(var parts)
                    ? parts.stream().flatMap(part -> parts(part).stream()).toList()
                    : List.of(filter);
        }

        private static boolean isDate(Filter filter) {
            return filter instanceof Filter.InstantWithin(var field, _, _)
                            && field != Filter.InstantField.TIMESTAMP
                    || filter instanceof Filter.Not(var part) && isDate(part)
                    || filter instanceof Filter.Any(var any)
                            && !any.isEmpty()
                            && any.stream().allMatch(Split::isDate);
        }

        /// The filter's own meaning is asked, of something that has nothing but these instants.
        boolean isDated(Exports.Done done) {
            var times = new Times(done.created(), done.finished(), done.created());
            var row =
                    new Stored(
                            Memory.of(new MemoryId(done.id().value()), "", Scope.NONE, times),
                            new Encoding(List.of(), "", new float[0]));
            return dates.stream().allMatch(date -> date.matches(row));
        }
    }

    /// A filter that means both: the ids, and whatever else was asked.
    ///
    /// @param ids by the names of the language; empty for none
    /// @return empty when there is neither
    public static Optional<Map<String, @Nullable Object>> together(
            Map<String, String> ids, @Nullable Map<String, @Nullable Object> filter) {
        List<Map<String, ?>> parts = new ArrayList<>();
        ids.forEach((name, id) -> parts.add(Map.of(name, id)));
        if (filter != null && !filter.isEmpty()) {
            parts.add(filter);
        }
        Map<String, @Nullable Object> both = new LinkedHashMap<>();
        both.put("AND", parts);
        return parts.isEmpty() ? Optional.empty() : Optional.of(both);
    }
}
