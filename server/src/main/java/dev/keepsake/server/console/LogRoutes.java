package dev.keepsake.server.console;

import static dev.keepsake.account.Permission.READ_ACCOUNT;

import dev.keepsake.account.Account;
import dev.keepsake.account.AccountId;
import dev.keepsake.account.AuditEntry;
import dev.keepsake.account.OrganizationId;
import dev.keepsake.account.Permission;
import dev.keepsake.account.ProjectId;
import dev.keepsake.account.RequestEntry;
import dev.keepsake.failure.Failure;
import dev.keepsake.server.http.AccountCall;
import dev.keepsake.server.http.Endpoint;
import dev.keepsake.server.http.HttpServer;
import dev.keepsake.server.wire.Form;
import dev.keepsake.storage.Accounts;
import dev.keepsake.storage.AuditLog;
import dev.keepsake.storage.RequestQuery;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The logs of requests and deeds (management contract 18.6): for administrators of the server all
/// of it, for owners of an organization what concerns it.
public final class LogRoutes implements HttpServer.Area {

    private static final int USUAL = 100;
    private static final int MOST = 1000;

    private final AuditLog log;
    private final Accounts accounts;

    public LogRoutes(AuditLog log, Accounts accounts) {
        this.log = log;
        this.accounts = accounts;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Console.account("GET", "/requests", READ_ACCOUNT, this::requests),
                Console.account("GET", "/audit", READ_ACCOUNT, this::deeds));
    }

    private void requests(AccountCall call) {
        var query = Form.ofQuery(call);
        var limit = query.integer("limit", USUAL, 1, MOST);
        var project = project(call, query.filled("project_id"));
        var found =
                log.requests(
                        new RequestQuery(
                                project.isPresent() ? Optional.empty() : visible(call),
                                project,
                                status(query.filled("status")),
                                before(query),
                                limit));
        reply(call, found, limit, RequestEntry::id, Views::request);
    }

    /// Empty for the whole server.
    private static Optional<Set<OrganizationId>> visible(AccountCall call) {
        if (call.identity().may(Permission.ADMINISTER_SERVER)) {
            return Optional.empty();
        }
        var owned = call.subject().ownedOrganizations();
        if (owned.isEmpty()) {
            throw new Failure.Forbidden("Only owners of an organization see this log.");
        }
        return Optional.of(Set.copyOf(owned));
    }

    /// A project's own log is for those who manage it.
    private Optional<ProjectId> project(AccountCall call, @Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        var id = Console.id("project_id", text, ProjectId::parse);
        if (!call.identity().may(Permission.ADMINISTER_SERVER)) {
            call.subject().inProject(null, text).require(Permission.MANAGE_PROJECT);
        }
        return Optional.of(id);
    }

    private static Optional<Integer> status(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        if (text.matches("[1-5]\\d\\d")) {
            return Optional.of(Integer.valueOf(text));
        }
        if (text.matches("[1-5](xx)?")) {
            return Optional.of(Integer.valueOf(text.substring(0, 1)));
        }
        throw new Failure.Invalid("status: must be a status such as 404, or a kind such as 4xx");
    }

    private void deeds(AccountCall call) {
        var query = Form.ofQuery(call);
        var limit = query.integer("limit", USUAL, 1, MOST);
        var found =
                log.audit(
                        organization(call, query.filled("organization_id")), before(query), limit);
        var actors = actors(found);
        reply(
                call,
                found,
                limit,
                AuditEntry::id,
                entry -> Views.deed(entry, actors.get(entry.actor())));
    }

    private Optional<OrganizationId> organization(AccountCall call, @Nullable String text) {
        var all = call.identity().may(Permission.ADMINISTER_SERVER);
        var owned = call.subject().ownedOrganizations();
        if (text == null) {
            if (all) {
                return Optional.empty();
            }
            if (owned.size() > 1) {
                throw new Failure.Invalid("organization_id: is required, as you own several");
            }
        }
        var wanted =
                text == null
                        ? owned.stream().findFirst()
                        : Optional.of(Console.id("organization_id", text, OrganizationId::parse));
        return Optional.of(
                wanted.filter(each -> all || owned.contains(each))
                        .orElseThrow(() ->
                                new Failure.Forbidden(
                                        "Only owners of an organization see its log.")));
    }

    private Map<AccountId, Account> actors(List<AuditEntry> entries) {
        var ids = new HashSet<AccountId>();
        entries.stream().map(AuditEntry::actor).filter(Objects::nonNull).forEach(ids::add);
        return accounts.accounts(ids);
    }

    private static Optional<UUID> before(Form query) {
        return Optional.ofNullable(query.filled("before"))
                .map(text -> Console.id("before", text, Console::uuid));
    }

    /// Newest first, with where to go on when there may be more.
    private static <T> void reply(
            AccountCall call,
            List<T> entries,
            int limit,
            Function<T, UUID> id,
            Function<T, Map<String, @Nullable Object>> view) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("results", entries.stream().map(view).toList());
        body.put(
                "next_before",
                entries.size() < limit ? null : id.apply(entries.getLast()).toString());
        call.reply(body);
    }
}
