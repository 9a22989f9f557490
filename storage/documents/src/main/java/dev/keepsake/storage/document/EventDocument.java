package dev.keepsake.storage.document;

import dev.keepsake.account.AccountId;
import dev.keepsake.account.KeyId;
import dev.keepsake.event.Actor;
import dev.keepsake.event.Event;
import dev.keepsake.event.EventId;
import dev.keepsake.event.EventResult;
import dev.keepsake.event.EventStatus;
import dev.keepsake.event.EventType;
import dev.keepsake.memory.MemoryId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A whole [Event] as a JSON object. Unknown keys are passed over.
public final class EventDocument {

    private EventDocument() {}

    public static String write(Event event) {
        var document = new Document();
        document.put("id", event.id().toString());
        document.put("type", event.type());
        document.put("status", event.status());
        document.putScope(event.scope());
        document.put("payload", event.payload());
        document.put("metadata", event.metadata());
        document.put("results", event.results().stream().map(EventDocument::result).toList());
        document.put("created", event.created());
        document.put("updated", event.updated());
        document.put("started", event.started());
        document.put("completed", event.completed());
        document.put("graph_linked", event.graphLinked());
        document.put("error", event.error());
        putActor(document, event.actor());
        return document.write();
    }

    @SuppressWarnings("NullAway") // class files lose the annotations of compact constructors
    public static Event read(String text) {
        var document = Document.read(text);
        return new Event(
                EventId.parse(document.requireText("id")),
                document.requireChoice("type", EventType.class),
                document.requireChoice("status", EventStatus.class),
                document.scope(),
                document.object("payload"),
                document.object("metadata"),
                document.documents("results").stream().map(EventDocument::result).toList(),
                document.requireInstant("created"),
                document.requireInstant("updated"),
                document.instant("started"),
                document.instant("completed"),
                document.flagOrNull("graph_linked"),
                document.text("error"),
                actor(document));
    }

    private static void putActor(Document document, @Nullable Actor actor) {
        if (actor != null) {
            document.put("account", actor.account().toString());
            document.put("key", actor.key() == null ? null : actor.key().toString());
        }
    }

    private static @Nullable Actor actor(Document document) {
        var account = document.text("account");
        var key = document.text("key");
        return account == null
                ? null
                : new Actor(AccountId.parse(account), key == null ? null : KeyId.parse(key));
    }

    private static Map<String, @Nullable Object> result(EventResult result) {
        var inner = new Document();
        inner.put("id", result.id().toString());
        inner.put("effect", result.effect());
        inner.put("text", result.text());
        inner.putScope(result.scope());
        inner.put("score", result.score());
        return inner.fields();
    }

    private static EventResult result(Document inner) {
        return new EventResult(
                MemoryId.parse(inner.requireText("id")),
                inner.choice("effect", EventResult.Effect.class),
                inner.text("text"),
                inner.scope(),
                inner.real("score"));
    }
}
