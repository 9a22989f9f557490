package dev.keepsake.server.wire;

import dev.keepsake.account.Permission;
import dev.keepsake.event.EventId;
import dev.keepsake.event.EventQuery;
import dev.keepsake.event.EventStatus;
import dev.keepsake.event.EventType;
import dev.keepsake.event.Journal;
import dev.keepsake.server.http.Exchange;
import dev.keepsake.server.http.Refusal;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Events, one and many (wire contract 7.18 and 7.19).
public final class EventFeed {

    private final Journal journal;

    public EventFeed(Journal journal) {
        this.journal = journal;
    }

    /// `GET /v1/event/{event_id}/`; an id that is no id is simply unknown.
    public void one(Exchange exchange) {
        exchange.caller().require(Permission.READ_DATA);
        var event =
                journal.find(exchange.caller().project(), id(exchange.path("event_id")))
                        .orElseThrow(EventFeed::unknown);
        exchange.reply(Bodies.event(event));
    }

    /// `GET /v1/events/`
    public void list(Exchange exchange) {
        exchange.caller().require(Permission.READ_DATA);
        var query = Form.ofQuery(exchange);
        var start = query.instant("start_date");
        var end = query.instant("end_date");
        var wanted =
                new EventQuery(
                        named(EventType.values(), "event_type", query),
                        named(EventStatus.values(), "status", query),
                        query.askedScope(),
                        start == null ? null : start.start(),
                        end == null ? null : end.end());
        var page =
                journal.list(
                        exchange.caller().project(), wanted, Paging.ask(query, Paging.USUAL_SIZE));
        exchange.reply(Paging.envelope(exchange, page, Bodies::event));
    }

    private static <E extends Enum<E>> @Nullable E named(E[] values, String name, Form query) {
        var text = query.filled(name);
        if (text == null) {
            return null;
        }
        return Arrays.stream(values)
                .filter(value -> value.name().equals(text.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(
                        () -> Refusal.field(name, "must be one of " + Arrays.toString(values)));
    }

    private static EventId id(String text) {
        try {
            return EventId.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw unknown();
        }
    }

    private static Refusal unknown() {
        return Refusal.keyed(
                404, "error", "Event not found or you don't have permission to access it.");
    }
}
