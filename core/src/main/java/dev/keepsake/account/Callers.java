package dev.keepsake.account;

import dev.keepsake.failure.Failure;
import dev.keepsake.storage.Accounts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Checks keys and decides which project a request is about (management contract 3 and 18.4). The
/// one place where a [Caller] is made. Safe for many threads.
///
/// What a key opens is remembered for [#MEMORY], so a revocation takes that long on other nodes and
/// no time on the node that makes it ([#forget]).
public final class Callers {

    static final Duration MEMORY = Duration.ofSeconds(10);
    private static final int MOST_REMEMBERED = 10_000;
    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);

    private final Accounts accounts;
    private final Keys keys;
    private final InstantSource clock;
    private final Map<KeyHash, Holder> remembered = new ConcurrentHashMap<>();
    private final AtomicLong generation = new AtomicLong();
    private final Map<KeyId, Instant> uses = new ConcurrentHashMap<>();

    public Callers(Accounts accounts, Keys keys, InstantSource clock) {
        this.accounts = accounts;
        this.keys = keys;
        this.clock = clock;
    }

    /// The caller behind a key, in the project that the request is about.
    ///
    /// @throws Failure.Unauthenticated for a key that is unknown, revoked, expired, or whose
    ///   account is disabled
    /// @throws Failure.Forbidden when a restricted key asks for another project
    /// @throws Failure.Missing when the organization or project is unknown or not the caller's
    /// @throws Failure.Invalid when a name fits no or several projects
    public Caller resolve(String key, Target target) {
        var now = clock.instant();
        var holder = holder(keys.hash(key), now);
        var place = target.isEmpty() ? holder.bound() : choose(holder, target);
        if (holder.key.restricted() && !place.equals(holder.bound())) {
            throw new Failure.Forbidden("This API key is restricted to another project.");
        }
        noteUse(holder.key.id(), now);
        return new Caller(
                holder.account.id(),
                holder.account.email(),
                place.organization,
                place.project,
                holder.roleIn(place).orElseThrow(Callers::noSuchProject),
                holder.key.access(),
                holder.key.id());
    }

    /// Drops what is remembered, after keys or memberships changed.
    public void forget() {
        generation.incrementAndGet();
        remembered.clear();
    }

    private Holder holder(KeyHash hash, Instant now) {
        var known = remembered.get(hash);
        if (known == null || known.readAt.plus(MEMORY).isBefore(now)) {
            known = readAndRemember(hash, now);
        }
        if (!known.key.worksAt(now)) {
            throw invalidKey();
        }
        return known;
    }

    private Holder readAndRemember(KeyHash hash, Instant now) {
        var before = generation.get();
        var holder = read(hash, now);
        if (remembered.size() >= MOST_REMEMBERED) {
            remembered.clear();
        }
        remembered.put(hash, holder);
        if (generation.get() != before) {
            // told to forget between reading and remembering: this may be what was revoked
            remembered.remove(hash, holder);
        }
        return holder;
    }

    private Holder read(KeyHash hash, Instant now) {
        var key = accounts.key(hash).orElseThrow(Callers::invalidKey);
        var account =
                accounts.account(key.account())
                        .filter(found -> found.disabledAt() == null)
                        .orElseThrow(Callers::invalidKey);
        // not the key's own organization: a key that was bound anew may still name the former one
        var bound =
                accounts.project(key.project()).map(Place::of).orElseThrow(Callers::noSuchProject);
        return new Holder(key, account, accounts.memberships(account.id()), bound, now);
    }

    private Place choose(Holder holder, Target target) {
        var organization = organization(holder, target);
        if (target.projectId() != null) {
            var project = project(target.projectId()).orElseThrow(Callers::noSuchProject);
            if (organization != null && !project.organization().equals(organization)) {
                throw noSuchProject();
            }
            return holder.placeOf(project);
        }
        if (target.projectName() != null) {
            return holder.placeOf(named(holder, organization, target.projectName()));
        }
        if (organization == null || organization.equals(holder.bound.organization)) {
            return holder.bound();
        }
        return accounts.projects(organization).stream()
                .filter(Project::isDefault)
                .findFirst()
                .map(holder::placeOf)
                .orElseThrow(Callers::noSuchProject);
    }

    private @Nullable OrganizationId organization(Holder holder, Target target) {
        if (target.organizationId() != null) {
            var id =
                    parse(target.organizationId())
                            .map(Callers::organizationId)
                            .orElseThrow(Callers::noSuchProject);
            if (holder.memberships.stream().noneMatch(each -> each.organization().equals(id))) {
                throw noSuchProject();
            }
            return id;
        }
        if (target.organizationName() == null) {
            return null;
        }
        var name = target.organizationName();
        return only(
                holder.memberships.stream()
                        .map(Membership::organization)
                        .distinct()
                        .flatMap(id -> accounts.organization(id).stream())
                        .filter(each -> each.name().equals(name))
                        .map(Organization::id)
                        .toList(),
                "org_name",
                name);
    }

    private Project named(Holder holder, @Nullable OrganizationId organization, String name) {
        return only(
                holder.memberships.stream()
                        .map(Membership::organization)
                        .distinct()
                        .filter(id -> organization == null || organization.equals(id))
                        .flatMap(id -> accounts.projects(id).stream())
                        .filter(each ->
                                each.name().equals(name)
                                        && holder.roleIn(Place.of(each)).isPresent())
                        .toList(),
                "project_name",
                name);
    }

    private static <T> T only(List<T> found, String field, String name) {
        if (found.size() != 1) {
            throw new Failure.Invalid(
                    field
                            + ": "
                            + (found.isEmpty() ? "no match for" : "several match")
                            + " \""
                            + name
                            + "\"");
        }
        return found.getFirst();
    }

    private Optional<Project> project(String id) {
        return parse(id).flatMap(text -> accounts.project(ProjectId.parse(text)));
    }

    private static OrganizationId organizationId(String text) {
        return OrganizationId.parse(text);
    }

    /// Ids that are not UUIDs name nothing; they are unknown rather than wrong.
    private static Optional<String> parse(String id) {
        try {
            ProjectId.parse(id);
            return Optional.of(id);
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    private void noteUse(KeyId key, Instant now) {
        var last = uses.get(key);
        if (last == null || last.plus(USE_NOTED_EVERY).isBefore(now)) {
            uses.put(key, now);
            Thread.startVirtualThread(() -> noteUseNow(key, now));
        }
    }

    private void noteUseNow(KeyId key, Instant now) {
        try {
            accounts.used(key, now);
        } catch (Failure.StorageFailed _) {
            // a lost note is no harm
        }
    }

    private static Failure.Unauthenticated invalidKey() {
        return new Failure.Unauthenticated("Invalid API key.");
    }

    private static Failure.Missing noSuchProject() {
        return new Failure.Missing("Organization or project not found.");
    }

    private record Place(OrganizationId organization, ProjectId project) {
        static Place of(Project project) {
            return new Place(project.organization(), project.id());
        }
    }

    private record Holder(
            ApiKey key,
            Account account,
            List<Membership> memberships,
            Place bound,
            Instant readAt) {

        Place placeOf(Project project) {
            var place = Place.of(project);
            if (roleIn(place).isEmpty()) {
                throw noSuchProject();
            }
            return place;
        }

        /// An organization's owner owns its projects; its readers need a role in the project.
        Optional<Role> roleIn(Place place) {
            var ownsOrganization =
                    memberships.stream()
                            .anyMatch(each ->
                                    each.project() == null
                                            && each.organization().equals(place.organization)
                                            && each.role() == Role.OWNER);
            if (ownsOrganization) {
                return Optional.of(Role.OWNER);
            }
            return memberships.stream()
                    .filter(each -> place.project.equals(each.project()))
                    .map(Membership::role)
                    .findFirst();
        }
    }
}
