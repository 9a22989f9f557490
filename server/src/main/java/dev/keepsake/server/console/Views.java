package dev.keepsake.server.console;

import dev.keepsake.account.Account;
import dev.keepsake.account.ApiKey;
import dev.keepsake.account.AuditEntry;
import dev.keepsake.account.Invitation;
import dev.keepsake.account.RequestEntry;
import dev.keepsake.account.Session;
import dev.keepsake.account.SessionId;
import dev.keepsake.server.wire.Stamp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the dashboard is shown. Neither hashes nor tokens are in here.
final class Views {

    private Views() {}

    static Map<String, @Nullable Object> account(Account account) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("id", account.id().toString());
        view.put("username", account.username());
        view.put("name", account.name());
        view.put("email", account.email());
        view.put("kind", account.agent() == null ? "human" : "agent");
        view.put("is_server_admin", account.serverAdmin());
        view.put("has_password", account.passwordHash() != null);
        view.put("disabled_at", stamp(account.disabledAt()));
        view.put("last_login_at", stamp(account.lastLoginAt()));
        view.put("created_at", Stamp.of(account.createdAt()));
        return view;
    }

    static Map<String, @Nullable Object> key(ApiKey key, @Nullable Account owner) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("id", key.id().toString());
        view.put("label", key.label());
        view.put("prefix", key.prefix());
        view.put("last4", key.last4());
        view.put("organization_id", key.organization().toString());
        view.put("project_id", key.project().toString());
        view.put("restricted", key.restricted());
        view.put("access", spelled(key.access()));
        view.put("kind", spelled(key.kind()));
        view.put("agent_caller", key.agentCaller());
        view.put("expires_at", stamp(key.expiresAt()));
        view.put("last_used_at", stamp(key.lastUsedAt()));
        view.put("created_at", Stamp.of(key.createdAt()));
        view.put("revoked_at", stamp(key.revokedAt()));
        view.put("replaced_by", text(key.replacedBy()));
        view.put("owner", owner == null ? null : owner.username());
        return view;
    }

    static Map<String, @Nullable Object> session(Session session, Optional<SessionId> current) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("id", session.id().toString());
        view.put("current", current.filter(session.id()::equals).isPresent());
        view.put("created_at", Stamp.of(session.createdAt()));
        view.put("last_seen_at", Stamp.of(session.lastSeenAt()));
        view.put("expires_at", Stamp.of(session.expiresAt()));
        view.put("ip", session.address());
        view.put("user_agent", session.userAgent());
        return view;
    }

    static Map<String, @Nullable Object> invitation(Invitation invitation) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("id", invitation.id().toString());
        view.put("email", invitation.email());
        view.put("organization_id", invitation.organization().toString());
        view.put("project_id", text(invitation.project()));
        view.put("role", invitation.role().name());
        view.put("created_at", Stamp.of(invitation.createdAt()));
        view.put("expires_at", Stamp.of(invitation.expiresAt()));
        return view;
    }

    static Map<String, @Nullable Object> request(RequestEntry entry) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("id", entry.id().toString());
        view.put("created_at", Stamp.of(entry.at()));
        view.put("method", entry.method());
        view.put("path", entry.path());
        view.put("status", entry.status());
        view.put("latency_ms", entry.latency().toNanos() / 1_000_000.0);
        view.put("organization_id", text(entry.organization()));
        view.put("project_id", text(entry.project()));
        view.put("account_id", text(entry.account()));
        view.put("key_id", text(entry.key()));
        view.put("client", entry.client());
        view.put("ip", entry.address());
        return view;
    }

    static Map<String, @Nullable Object> deed(AuditEntry entry, @Nullable Account actor) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("id", entry.id().toString());
        view.put("created_at", Stamp.of(entry.at()));
        view.put("actor_id", text(entry.actor()));
        view.put("actor", actor == null ? null : actor.username());
        view.put("organization_id", text(entry.organization()));
        view.put("project_id", text(entry.project()));
        view.put("action", entry.action());
        view.put("target", entry.target());
        view.put("details", entry.details());
        return view;
    }

    static String spelled(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable String stamp(@Nullable Instant at) {
        return at == null ? null : Stamp.of(at);
    }

    private static @Nullable String text(@Nullable Object id) {
        return id == null ? null : id.toString();
    }
}
