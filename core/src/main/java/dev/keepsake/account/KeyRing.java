package dev.keepsake.account;

import static java.util.Objects.requireNonNullElse;

import dev.keepsake.failure.Failure;
import dev.keepsake.storage.Accounts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The API keys of people (management contract 18.4). Everybody rules over their own; who owns an
/// organization sees and may revoke all keys bound there, but cannot change or rotate those of
/// others, because that would be acting as them. Changes hold at once on this node. Safe for many
/// threads.
public final class KeyRing {

    public static final Duration LONGEST_GRACE = Duration.ofDays(7);
    private static final int LONGEST_LABEL = 255;

    private final Accounts accounts;
    private final Keys keys;
    private final People people;
    private final AuditTrail audit;
    private final InstantSource clock;

    public KeyRing(
            Accounts accounts, Keys keys, People people, AuditTrail audit, InstantSource clock) {
        this.accounts = accounts;
        this.keys = keys;
        this.people = people;
        this.audit = audit;
        this.clock = clock;
    }

    /// What a key shall be, as asked for; null members stay as they are, or take their default in a
    /// new key.
    ///
    /// @param project the id of the project to bind it to
    /// @param expiry empty for never
    public record Wish(
            @Nullable String label,
            @Nullable String project,
            @Nullable Boolean restricted,
            @Nullable Access access,
            @Nullable Optional<Instant> expiry) {}

    /// Own keys in order of creation, revoked ones included.
    ///
    /// @param project only those bound to it
    /// @param all also those of others in organizations that one owns
    /// @throws Failure.Forbidden for all keys when one owns no organization
    public List<ApiKey> list(Subject who, Optional<ProjectId> project, boolean all) {
        var own = accounts.keys(who.identity().account());
        return (all ? withThoseOfOthers(who, own) : own.stream())
                .filter(key -> project.isEmpty() || project.get().equals(key.project()))
                .toList();
    }

    private Stream<ApiKey> withThoseOfOthers(Subject who, List<ApiKey> own) {
        var owned = who.ownedOrganizations();
        if (owned.isEmpty()) {
            throw new Failure.Forbidden("Only owners of an organization see the keys of others.");
        }
        return Stream.concat(
                        own.stream(), owned.stream().flatMap(each -> accounts.keys(each).stream()))
                .distinct()
                .sorted(Comparator.comparing(ApiKey::createdAt));
    }

    /// @throws Failure.Invalid when the wish breaks a rule
    /// @throws Failure.Missing when the project is not one that the subject may enter
    public MintedKey create(Subject who, Wish wish) {
        var now = clock.instant();
        if (wish.project() == null) {
            throw new Failure.Invalid("project_id: is required");
        }
        var terms =
                new KeyTerms(
                        label(wish.label()),
                        project(who, wish.project()),
                        wish.restricted() != null && wish.restricted(),
                        wish.access() == null ? Access.ADMIN : wish.access(),
                        wish.expiry() == null ? null : future(wish.expiry(), now));
        var minted = keys.mint(who.identity().account(), terms, ApiKey.Kind.STANDARD, null, now);
        accounts.create(minted.key());
        audit.note(who.identity().account(), minted.key(), "key.create", described(minted.key()));
        return minted;
    }

    /// @throws Failure.Missing when it is not one's own key, or the project cannot be entered
    /// @throws Failure.Invalid when the wish breaks a rule, or the key is revoked
    public ApiKey change(Subject who, KeyId id, Wish wish) {
        var now = clock.instant();
        var before = own(who, id);
        var project =
                wish.project() == null
                        ? accounts.project(before.project()).orElseThrow(Subject::noSuchProject)
                        : project(who, wish.project());
        var after =
                people.change(
                        id,
                        key -> {
                            requireWorking(key, now);
                            return changed(key, wish, project, now);
                        });
        audit.note(
                who.identity().account(),
                after,
                "key.change",
                Map.of("before", described(before), "after", described(after)));
        return after;
    }

    /// A new key with the same binding and terms; the old one works until the grace is over.
    ///
    /// @throws Failure.Missing when it is not one's own key
    /// @throws Failure.Invalid when it does not work any more, or was rotated before
    public MintedKey rotate(Subject who, KeyId id, Duration grace) {
        if (grace.isNegative() || grace.compareTo(LONGEST_GRACE) > 0) {
            throw new Failure.Invalid(
                    "grace_seconds: must be from 0 to " + LONGEST_GRACE.toSeconds());
        }
        var now = clock.instant();
        var old = own(who, id);
        requireWorking(old, now);
        var project = accounts.project(old.project()).orElseThrow(Subject::noSuchProject);
        var terms =
                new KeyTerms(old.label(), project, old.restricted(), old.access(), old.expiresAt());
        var minted = keys.mint(old.account(), terms, old.kind(), old.agentCaller(), now);
        accounts.create(minted.key());
        try {
            people.change(
                    id,
                    key -> {
                        requireWorking(key, now);
                        return key.expiring(earlier(key.expiresAt(), now.plus(grace)))
                                .rotatedInto(minted.key().id());
                    });
        } catch (Failure somebodyWasFaster) {
            people.change(minted.key().id(), key -> key.revoked(now));
            throw somebodyWasFaster;
        }
        audit.note(
                who.identity().account(),
                old,
                "key.rotate",
                Map.of("into", minted.key().id().toString(), "grace_seconds", grace.toSeconds()));
        return minted;
    }

    /// Ends a key now: one's own, or one that is bound to an organization that one owns.
    ///
    /// @throws Failure.Missing when there is no such key that one may revoke
    /// @throws Failure.Invalid when it was revoked before
    public void revoke(Subject who, KeyId id) {
        var key = accounts.key(id).orElseThrow(People::noSuchKey);
        var mine = key.account().equals(who.identity().account());
        if (!mine && !who.ownedOrganizations().contains(key.organization())) {
            throw People.noSuchKey();
        }
        var now = clock.instant();
        people.change(
                id,
                each -> {
                    requireNotRevoked(each);
                    return each.revoked(now);
                });
        audit.note(who.identity().account(), key, "key.revoke", Map.of());
    }

    /// Notes which agent says it uses a key; idempotent.
    public void identify(KeyId id, AgentCaller caller) {
        var known = accounts.key(id).orElseThrow(People::noSuchKey).agentCaller();
        if (!caller.name().equals(known)) {
            people.change(id, key -> key.withAgentCaller(caller.name()));
        }
    }

    private static ApiKey changed(ApiKey key, Wish wish, Project project, Instant now) {
        return key.withLabel(wish.label() == null ? key.label() : label(wish.label()))
                .boundTo(project)
                .withRestricted(requireNonNullElse(wish.restricted(), key.restricted()))
                .withAccess(requireNonNullElse(wish.access(), key.access()))
                .expiring(wish.expiry() == null ? key.expiresAt() : future(wish.expiry(), now));
    }

    private static Instant earlier(@Nullable Instant end, Instant other) {
        return end == null || other.isBefore(end) ? other : end;
    }

    private ApiKey own(Subject who, KeyId id) {
        return accounts.key(id)
                .filter(key -> key.account().equals(who.identity().account()))
                .orElseThrow(People::noSuchKey);
    }

    private Project project(Subject who, String id) {
        var caller = who.inProject(null, id);
        return accounts.project(caller.project()).orElseThrow(Subject::noSuchProject);
    }

    private static void requireWorking(ApiKey key, Instant now) {
        requireNotRevoked(key);
        if (key.replacedBy() != null) {
            throw new Failure.Invalid("This key was rotated; change the one that replaced it.");
        }
        if (!key.worksAt(now)) {
            throw new Failure.Invalid("This key has expired.");
        }
    }

    private static void requireNotRevoked(ApiKey key) {
        if (key.revokedAt() != null) {
            throw new Failure.Invalid("This key is revoked.");
        }
    }

    private static String label(@Nullable String label) {
        var plain = label == null ? "" : label.strip();
        if (plain.isEmpty() || plain.length() > LONGEST_LABEL) {
            throw new Failure.Invalid("label: must have 1 to " + LONGEST_LABEL + " characters");
        }
        return plain;
    }

    private static @Nullable Instant future(Optional<Instant> end, Instant now) {
        if (end.isPresent() && !end.get().isAfter(now)) {
            throw new Failure.Invalid("expires_at: must be in the future");
        }
        return end.orElse(null);
    }

    private static Map<String, @Nullable Object> described(ApiKey key) {
        return Map.of(
                "label",
                key.label(),
                "project",
                key.project().toString(),
                "restricted",
                key.restricted(),
                "access",
                key.access().name(),
                "expires_at",
                key.expiresAt() == null ? "never" : key.expiresAt().toString());
    }
}
