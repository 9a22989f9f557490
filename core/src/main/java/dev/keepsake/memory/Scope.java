package dev.keepsake.memory;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whom a memory, an add or an event belongs to: up to four entity ids, each absent or a non-empty
/// string.
///
/// Values are compared exactly and case-sensitively (wire contract 5.1); two scopes are equal when
/// all four agree, absent ids included. That is the *hash scope* of the engine contract.
public record Scope(
        @Nullable String user, @Nullable String agent, @Nullable String app, @Nullable String run) {

    public static final Scope NONE = new Scope(null, null, null, null);

    public static Scope ofUser(String user) {
        return new Scope(user, null, null, null);
    }

    /// The id of one kind, or null when this scope has none.
    public @Nullable String id(EntityKind kind) {
        return switch (kind) {
            case USER -> user;
            case AGENT -> agent;
            case APP -> app;
            case RUN -> run;
        };
    }

    /// This scope with one id set (or, with null, removed).
    public Scope with(EntityKind kind, @Nullable String id) {
        return switch (kind) {
            case USER -> new Scope(id, agent, app, run);
            case AGENT -> new Scope(user, id, app, run);
            case APP -> new Scope(user, agent, id, run);
            case RUN -> new Scope(user, agent, app, id);
        };
    }

    public boolean isEmpty() {
        return user == null && agent == null && app == null && run == null;
    }

    /// The owner scope (engine contract, vocabulary): user, agent and app; the run joins only when
    /// it stands without a user and an agent. Supersede, merge, graph and dedupe look across one
    /// owner scope.
    public Scope owner() {
        return user == null && agent == null ? this : new Scope(user, agent, app, null);
    }

    /// The owners whose memories this scope stands among: with a user and an agent, both; else the
    /// [#owner] alone.
    public List<Scope> owners() {
        return user == null || agent == null
                ? List.of(owner())
                : List.of(new Scope(user, null, app, null), new Scope(null, agent, app, null));
    }

    /// The session scope: the ids as `k=v` sorted by name and joined with `&`, with `%`, `&` and
    /// `=` escaped inside values. Names the rolling window of messages.
    public String sessionKey() {
        List<String> parts = new ArrayList<>(4);
        append(parts, EntityKind.AGENT);
        append(parts, EntityKind.APP);
        append(parts, EntityKind.RUN);
        append(parts, EntityKind.USER);
        return String.join("&", parts);
    }

    /// Whether a [session key][#sessionKey] names this id.
    public static boolean isIn(EntityKind kind, String id, String sessionKey) {
        return ("&" + sessionKey + "&").contains("&" + part(kind, id) + "&");
    }

    private void append(List<String> parts, EntityKind kind) {
        var id = id(kind);
        if (id != null) {
            parts.add(part(kind, id));
        }
    }

    private static String part(EntityKind kind, String id) {
        return kind.field() + "=" + id.replace("%", "%25").replace("&", "%26").replace("=", "%3D");
    }
}
