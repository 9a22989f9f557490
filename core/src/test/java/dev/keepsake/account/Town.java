package dev.keepsake.account;

import dev.keepsake.engine.MovableClock;
import dev.keepsake.storage.Accounts;
import dev.keepsake.storage.InMemoryStorage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// People and places for tests of the services about them.
///
/// Ana, an administrator of the server, owns Harbor with its default project main, and side. Ben
/// reads Harbor, and main of it. Cleo owns Cove with its default project shore.
final class Town implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-08-22T12:00:00Z");

    final MovableClock clock = new MovableClock(NOW);
    final InMemoryStorage storage = new InMemoryStorage(clock);
    final Accounts accounts = storage.accounts();
    final Keys keys = new Keys("0123456789abcdef".getBytes(StandardCharsets.UTF_8));
    final Callers callers = new Callers(accounts, keys, clock);
    final Registry registry = new Registry(accounts, storage.audit(), callers, clock);
    final AtomicInteger wakes = new AtomicInteger();

    final Invitations invitations = new Invitations(registry);
    final Organizations organizations = organizations(Organizations.Creation.ANYONE);
    final OrganizationMembers organizationMembers = new OrganizationMembers(registry, invitations);
    final Projects projects = new Projects(registry, wakes::incrementAndGet);
    final ProjectMembers projectMembers = new ProjectMembers(registry, invitations);

    final Account ana = account("ana", true);
    final Account ben = account("ben", false);
    final Account cleo = account("cleo", false);
    final Organization harbor = organization("Harbor");
    final Organization cove = organization("Cove");
    final Project main = project(harbor, "main", true);
    final Project side = project(harbor, "side", false);
    final Project shore = project(cove, "shore", true);

    private final Map<AccountId, String> texts = new HashMap<>();

    Town() {
        accounts.found(new Founding(ana, harbor, main, key(ana, main)));
        accounts.create(side);
        accounts.settle(new Founding(cleo, cove, shore, key(cleo, shore)));
        accounts.create(ben);
        accounts.set(new Membership(ben.id(), harbor.id(), main.id(), Role.READER));
        accounts.create(key(ben, main));
    }

    Organizations organizations(Organizations.Creation creation) {
        return new Organizations(registry, invitations, creation, wakes::incrementAndGet);
    }

    Subject subject(Account account) {
        return callers.subject(keyOf(account));
    }

    Identity identity(Account account) {
        return subject(account).identity();
    }

    OrganizationCaller in(Account account, Organization organization) {
        return subject(account).inOrganization(organization.id().toString());
    }

    Caller in(Account account, Project project) {
        return subject(account)
                .inProject(project.organization().toString(), project.id().toString());
    }

    /// Where a request without any target of its own ends up.
    Caller home(Account account) {
        return subject(account).in(Target.NONE);
    }

    Optional<Role> role(Account account, Organization organization, @Nullable Project project) {
        return registry.role(
                account.id(), organization.id(), project == null ? null : project.id());
    }

    List<String> audited(Organization organization) {
        return storage.audit().audit(Optional.of(organization.id()), Optional.empty(), 100).stream()
                .map(AuditEntry::action)
                .toList();
    }

    String keyOf(Account account) {
        return texts.computeIfAbsent(account.id(), _ -> keys.mint());
    }

    /// Changes an account's key, at once.
    void cap(Account account, Access access, boolean restricted) {
        var key = accounts.key(keys.hash(keyOf(account))).orElseThrow();
        accounts.change(key.withAccess(access).withRestricted(restricted));
        callers.forget();
    }

    private ApiKey key(Account account, Project project) {
        var text = keyOf(account);
        return new ApiKey(
                KeyId.random(),
                keys.hash(text),
                text.substring(0, 8),
                text.substring(text.length() - 4),
                "",
                account.id(),
                project.organization(),
                project.id(),
                false,
                Access.ADMIN,
                null,
                null,
                NOW);
    }

    private static Account account(String name, boolean admin) {
        var email = name + "@example.org";
        return new Account(AccountId.random(), name, name, email, null, admin, null, NOW);
    }

    private static Organization organization(String name) {
        return new Organization(OrganizationId.random(), name, NOW, NOW);
    }

    static Project project(Organization organization, String name, boolean isDefault) {
        return new Project(
                ProjectId.random(), organization.id(), name, null, isDefault, Map.of(), NOW, NOW);
    }

    /// Fields as a request has them; the values may be null.
    static Map<String, @Nullable Object> fields(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> fields = new HashMap<>();
        for (var at = 0; at < namesAndValues.length; at += 2) {
            fields.put(String.valueOf(namesAndValues[at]), namesAndValues[at + 1]);
        }
        return fields;
    }

    @Override
    public void close() {
        storage.close();
    }
}
