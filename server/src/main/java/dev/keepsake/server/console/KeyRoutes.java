package dev.keepsake.server.console;

import static dev.keepsake.account.Permission.MANAGE_ACCOUNT;
import static dev.keepsake.account.Permission.READ_ACCOUNT;

import dev.keepsake.account.Access;
import dev.keepsake.account.ApiKey;
import dev.keepsake.account.KeyId;
import dev.keepsake.account.KeyRing;
import dev.keepsake.account.MintedKey;
import dev.keepsake.account.ProjectId;
import dev.keepsake.failure.Failure;
import dev.keepsake.server.http.AccountCall;
import dev.keepsake.server.http.Endpoint;
import dev.keepsake.server.http.HttpServer;
import dev.keepsake.server.wire.Form;
import dev.keepsake.storage.Accounts;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// API keys (management contract 18.4). The text of a key is in the reply that makes it, and never
/// again.
public final class KeyRoutes implements HttpServer.Area {

    private static final int STANDARD_GRACE_SECONDS = 86_400;

    private final KeyRing keys;
    private final Accounts accounts;

    public KeyRoutes(KeyRing keys, Accounts accounts) {
        this.keys = keys;
        this.accounts = accounts;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Console.account("GET", "/keys", READ_ACCOUNT, this::list),
                Console.account("POST", "/keys", MANAGE_ACCOUNT, this::create),
                Console.account("PATCH", "/keys/{id}", MANAGE_ACCOUNT, this::change),
                Console.account("POST", "/keys/{id}/rotate", MANAGE_ACCOUNT, this::rotate),
                Console.account("DELETE", "/keys/{id}", MANAGE_ACCOUNT, this::revoke));
    }

    private void list(AccountCall call) {
        var query = Form.ofQuery(call);
        var project =
                Optional.ofNullable(query.filled("project_id"))
                        .map(text -> Console.id("project_id", text, ProjectId::parse));
        var found = keys.list(call.subject(), project, query.flag("all", false));
        var ids = new HashSet<>(found.stream().map(ApiKey::account).toList());
        var owners = accounts.accounts(ids);
        call.reply(found.stream().map(key -> Views.key(key, owners.get(key.account()))).toList());
    }

    private void create(AccountCall call) {
        call.reply(201, minted(keys.create(call.subject(), wish(call))));
    }

    private void change(AccountCall call) {
        call.reply(view(keys.change(call.subject(), id(call), wish(call))));
    }

    private void rotate(AccountCall call) {
        var seconds =
                Form.ofBody(call)
                        .integer(
                                "grace_seconds",
                                STANDARD_GRACE_SECONDS,
                                0,
                                (int) KeyRing.LONGEST_GRACE.toSeconds());
        var minted = keys.rotate(call.subject(), id(call), Duration.ofSeconds(seconds));
        call.reply(201, minted(minted));
    }

    private void revoke(AccountCall call) {
        keys.revoke(call.subject(), id(call));
        call.reply(Map.of("message", "The key is revoked."));
    }

    private Map<String, @Nullable Object> minted(MintedKey minted) {
        var view = view(minted.key());
        view.put("key", minted.text());
        return view;
    }

    private Map<String, @Nullable Object> view(ApiKey key) {
        return Views.key(key, accounts.account(key.account()).orElse(null));
    }

    private static KeyId id(AccountCall call) {
        return Console.pathId(call, "id", KeyId::parse);
    }

    private static KeyRing.Wish wish(AccountCall call) {
        var form = Form.ofBody(call);
        return new KeyRing.Wish(
                form.text("label"),
                form.filled("project_id"),
                form.has("restricted") ? form.flag("restricted", false) : null,
                access(form.filled("access")),
                expiry(form));
    }

    private static @Nullable Access access(@Nullable String text) {
        if (text == null) {
            return null;
        }
        return Arrays.stream(Access.values())
                .filter(each -> Views.spelled(each).equals(text))
                .findFirst()
                .orElseThrow(() -> new Failure.Invalid("access: must be read, write or admin"));
    }

    /// Null when it is not to change, empty for never.
    private static @Nullable Optional<Instant> expiry(Form form) {
        if (!form.names("expires_at")) {
            return null;
        }
        var given = form.instant("expires_at");
        return given == null ? Optional.empty() : Optional.of(given.start());
    }
}
