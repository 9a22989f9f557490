package dev.keepsake.server.console;

import static dev.keepsake.account.Permission.READ_DATA;

import dev.keepsake.event.Activity;
import dev.keepsake.server.http.Endpoint;
import dev.keepsake.server.http.Exchange;
import dev.keepsake.server.http.HttpServer;
import dev.keepsake.server.wire.Form;
import dev.keepsake.usage.Usage;
import dev.keepsake.usage.UsageBook;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Counts per day for the dashboard's charts (management contract 18.6).
public final class AnalyticsRoutes implements HttpServer.Area {

    private static final int USUAL_DAYS = 30;

    private final Activity activity;
    private final UsageBook usage;
    private final Duration eventRetention;
    private final InstantSource clock;

    /// @param eventRetention how far back events are counted
    public AnalyticsRoutes(
            Activity activity, UsageBook usage, Duration eventRetention, InstantSource clock) {
        this.activity = activity;
        this.usage = usage;
        this.eventRetention = eventRetention;
        this.clock = clock;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.inProject("GET", "/analytics", READ_DATA, this::days)
                        .forSession(Console.ROOT + "/analytics"));
    }

    private void days(Exchange exchange) {
        var query = Form.ofQuery(exchange);
        var to = day(query, "to", today());
        var from = day(query, "from", to.minusDays(USUAL_DAYS - 1));
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("project_id", exchange.caller().project().toString());
        body.put("from", from.toString());
        body.put("to", to.toString());
        body.put("events_since", today().minusDays(eventRetention.toDays()).toString());
        body.put(
                "days",
                activity.days(exchange.caller(), from, to).stream()
                        .map(AnalyticsRoutes::view)
                        .toList());
        body.put(
                "usage",
                usage.list(exchange.caller(), from, to).stream()
                        .map(AnalyticsRoutes::view)
                        .toList());
        exchange.reply(body);
    }

    /// What language models cost, for each operation and model of a day.
    private static Map<String, @Nullable Object> view(Usage usage) {
        var spent = usage.spent();
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("day", usage.day().toString());
        view.put("operation", usage.operation().name().toLowerCase(Locale.ROOT));
        view.put("model", usage.model());
        view.put("calls", spent.calls());
        view.put("input_tokens", spent.inputTokens());
        view.put("output_tokens", spent.outputTokens());
        view.put("cost", spent.cost() == null ? null : spent.cost().doubleValue());
        return view;
    }

    private static Map<String, @Nullable Object> view(Activity.Day day) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("day", day.day().toString());
        view.put("adds", day.adds());
        view.put("searches", day.searches());
        view.put("memories", day.memories());
        view.put("entities", day.entities());
        return view;
    }

    private static LocalDate day(Form query, String name, LocalDate otherwise) {
        var given = query.instant(name);
        return given == null ? otherwise : given.day();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
