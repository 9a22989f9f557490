package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.keepsake.account.Access;
import dev.keepsake.account.ApiKey;
import dev.keepsake.account.KeyHash;
import dev.keepsake.account.KeyId;
import dev.keepsake.account.Membership;
import dev.keepsake.account.OrganizationId;
import dev.keepsake.account.Project;
import dev.keepsake.account.Role;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// What [Accounts] promises about keys, among it what becomes of them when their owner loses what
/// they opened.
interface KeysContract extends TestedAccounts {

    @Test
    default void aKeyComesBackEqual() {
        var founding = founded();
        var successor = key(founding.account(), founding.project());
        var full =
                Samples.key(founding.account(), founding.project(), "full", now())
                        .ofKind(ApiKey.Kind.AGENT)
                        .withLabel("Ängström's \"key\"")
                        .withRestricted(true)
                        .withAccess(Access.READ)
                        .expiring(now().plusSeconds(9))
                        .revoked(now().plusSeconds(3))
                        .withAgentCaller("claude-code")
                        .usedAt(now().truncatedTo(ChronoUnit.MINUTES))
                        .rotatedInto(successor.id());

        accounts().create(full);

        assertThat(accounts().key(full.id())).contains(full);
        assertThat(accounts().key(full.hash())).contains(full);
        assertThat(accounts().key(KeyId.random())).isEmpty();
    }

    @Test
    default void keysAreFoundByHashAndListedInTheOrderOfCreation() {
        var founding = founded();
        var one = key(founding.account(), founding.project());
        var two = key(founding.account(), founding.project());
        settled("ben");

        assertThat(accounts().key(one.hash())).contains(one);
        assertThat(accounts().key(new KeyHash(one.hash().hex().toUpperCase(Locale.ROOT))))
                .isEmpty();
        assertThat(accounts().keys(founding.account().id()))
                .containsExactly(founding.key(), one, two);
        assertThat(accounts().keys(nobody())).isEmpty();
        assertThat(accounts().keys(founding.organization().id()))
                .containsExactly(founding.key(), one, two);
        assertThat(accounts().keys(OrganizationId.random())).isEmpty();
    }

    @Test
    default void aKeyNeedsAFreeHashAndWhatItRefersTo() {
        var founding = founded();
        var ana = founding.account();
        var other = settled("ben");
        var key = Samples.key(ana, founding.project(), "other", now());
        var unknown = Samples.project(founding.organization().id(), "unknown", false, now());

        conflicts(() -> accounts().create(withHash(key, founding.key().hash())));
        conflicts(() -> accounts().create(founding.key()));
        missing(() -> accounts().create(key.ownedBy(nobody())));
        missing(() -> accounts().create(key.boundTo(unknown)));
        missing(() -> accounts().create(key.revoked(now()).boundTo(unknown)));
        missing(() -> accounts().create(in(key, other.organization().id())));
        missing(() -> accounts().create(key.rotatedInto(KeyId.random())));

        assertThat(accounts().keys(ana.id())).containsExactly(founding.key());
    }

    private static ApiKey withHash(ApiKey key, KeyHash hash) {
        return new ApiKey(
                key.id(),
                hash,
                key.prefix(),
                key.last4(),
                key.label(),
                key.account(),
                key.organization(),
                key.project(),
                key.restricted(),
                key.access(),
                key.expiresAt(),
                key.revokedAt(),
                key.createdAt());
    }

    private static ApiKey in(ApiKey key, OrganizationId organization) {
        return new ApiKey(
                key.id(),
                key.hash(),
                key.prefix(),
                key.last4(),
                key.label(),
                key.account(),
                organization,
                key.project(),
                key.restricted(),
                key.access(),
                key.expiresAt(),
                key.revokedAt(),
                key.createdAt());
    }

    @Test
    default void aKeyOpensAProjectThatItsOwnerMayEnter() {
        var founding = founded();
        var side = project(founding.organization(), "side");
        var ben = person("ben");
        join(ben, side, Role.READER);
        var key = Samples.key(ben, founding.project(), "hash", now());

        missing(() -> accounts().create(key));
        accounts().create(key.boundTo(side));
        missing(() -> accounts().change(key));
        missing(() -> accounts().change(founding.key().ownedBy(ben.id())));

        assertBound(key, side);
        assertThat(stored(founding.key())).isEqualTo(founding.key());
    }

    @Test
    default void changingAKeyReplacesWhatMayChange() {
        var founding = founded();
        var other = settled("ben");
        join(other.account(), founding.organization(), Role.OWNER);
        var before = founding.key();
        var wanted =
                new ApiKey(
                        before.id(),
                        new KeyHash("another hash"),
                        "another",
                        "last",
                        "new label",
                        other.account().id(),
                        other.organization().id(),
                        other.project().id(),
                        true,
                        Access.READ,
                        now().plusSeconds(60),
                        now(),
                        now().plusSeconds(9),
                        ApiKey.Kind.CLI,
                        "claude-code",
                        now(),
                        other.key().id());

        accounts().change(wanted);

        assertThat(accounts().key(before.hash()))
                .contains(
                        before.withLabel("new label")
                                .ownedBy(other.account().id())
                                .boundTo(other.project())
                                .withRestricted(true)
                                .withAccess(Access.READ)
                                .expiring(now().plusSeconds(60))
                                .revoked(now())
                                .withAgentCaller("claude-code")
                                .rotatedInto(other.key().id()));
        assertThat(accounts().key(wanted.hash())).isEmpty();
    }

    @Test
    default void aKeyBoundAnewBelongsToTheOrganizationOfItsProject() {
        var founding = founded();
        var other = settled("ben");
        join(founding.account(), other.project(), Role.READER);
        var key = founding.key().boundTo(other.project());

        missing(() -> accounts().change(in(key, founding.organization().id())));
        accounts().change(key);

        assertThat(stored(key).organization()).isEqualTo(other.organization().id());
        assertThat(accounts().keys(founding.organization().id())).isEmpty();
        assertThat(accounts().keys(other.organization().id())).containsExactly(key, other.key());
    }

    @Test
    default void revokedKeysAreStillListed() {
        var founding = founded();
        var revoked = founding.key().revoked(now());

        accounts().change(revoked);

        assertThat(accounts().keys(revoked.account())).containsExactly(revoked);
        assertThat(accounts().keys(revoked.organization())).containsExactly(revoked);
    }

    @Test
    default void aRevocationIsForGood() {
        var key = founded().key();
        accounts().change(key.revoked(now()));

        conflicts(() -> accounts().change(key.withLabel("new")));

        assertRevoked(key);
    }

    @Test
    default void changingAnUnknownKeyIsRefused() {
        var founding = founded();
        var unknown = Samples.key(founding.account(), founding.project(), "unknown", now());

        missing(() -> accounts().change(unknown));

        assertThat(accounts().key(unknown.hash())).isEmpty();
    }

    @Test
    default void theUseOfAKeyIsToldToTheMinute() {
        var founding = founded();
        var key = founding.key();
        var minute = now().truncatedTo(ChronoUnit.MINUTES);

        accounts().used(key.id(), now());
        accounts().used(key.id(), now().plusSeconds(1));
        accounts().used(key.id(), now().minusSeconds(600));
        // notes are written behind the caller's back, but before what is asked later
        accounts().change(founding.organization());

        assertThat(stored(key)).isEqualTo(key.usedAt(minute));
        accounts().used(key.id(), now().plusSeconds(60));
        accounts().change(key.withLabel("new"));
        assertThat(stored(key))
                .isEqualTo(key.withLabel("new").usedAt(minute.plus(Duration.ofMinutes(1))));
    }

    @Test
    default void theUseOfAnUnknownKeyIsNoMatter() {
        assertThatCode(() -> accounts().used(KeyId.random(), now())).doesNotThrowAnyException();
    }

    @Test
    default void aKeyOfARemovedProjectOpensTheDefaultProject() {
        var founding = founded();
        var elsewhere = settled("eve");
        join(founding.account(), elsewhere.project(), Role.READER);
        var side = project(founding.organization(), "side");
        var key = key(founding.account(), side);
        var expired = founding.key().boundTo(side).expiring(now().minusSeconds(1));
        accounts().change(expired);

        remove(side);

        assertBound(key, founding.project());
        assertBound(expired, founding.project());
        assertThat(stored(elsewhere.key())).isEqualTo(elsewhere.key());
    }

    @Test
    default void aKeyOfTheLastProjectOpensItsSuccessor() {
        var founding = founded();
        var restricted = key(founding.account(), founding.project()).withRestricted(true);
        accounts().change(restricted);
        var successor = successor(founding.organization().id());
        var at = now().plusSeconds(5);

        accounts().remove(founding.project().id(), successor, at);

        assertBound(founding.key(), successor);
        assertThat(stored(restricted)).isEqualTo(restricted.revoked(at));
        assertThat(accounts().keys(founding.organization().id()))
                .containsExactly(founding.key().boundTo(successor), restricted.revoked(at));
    }

    @Test
    default void aKeyOfAProjectThatBecameTheDefaultStays() {
        var founding = founded();
        var side = project(founding.organization(), "side");
        var key = key(founding.account(), side);

        remove(founding.project());

        assertThat(stored(key)).isEqualTo(key);
        assertBound(founding.key(), side);
    }

    @Test
    default void aKeyOfARemovedProjectOpensWhatItsOwnerStillReaches() {
        var founding = founded();
        var elsewhere = settled("eve");
        var side = project(founding.organization(), "side");
        var ben = person("ben");
        join(ben, side, Role.READER);
        join(ben, elsewhere.project(), Role.READER);
        var eve = person("other");
        join(eve, side, Role.OWNER);
        var bens = key(ben, side);
        var eves = key(eve, side);

        remove(side);

        assertBound(bens, elsewhere.project());
        assertRevoked(eves);
    }

    private void remove(Project project) {
        accounts().remove(project.id(), successor(project.organization()), now());
    }

    @Test
    default void aRevokedKeyOfARemovedProjectStaysAsItWas() {
        var founding = founded();
        var side = project(founding.organization(), "side");
        var key = key(founding.account(), side).revoked(now().minusSeconds(9));
        accounts().change(key);

        remove(side);

        assertThat(stored(key)).isEqualTo(key);
        accounts().change(key.withLabel("an old one"));
        assertThat(stored(key)).isEqualTo(key.withLabel("an old one"));
        missing(() ->
                accounts()
                        .change(
                                key.boundTo(
                                        Samples.project(side.organization(), "", false, now()))));
    }

    @Test
    default void theKeysOfARemovedOrganizationAreRevoked() {
        var founding = founded();
        var other = settled("ben");
        join(founding.account(), other.organization(), Role.OWNER);
        join(other.account(), founding.project(), Role.READER);
        var bens = key(other.account(), founding.project());
        var stays = key(founding.account(), other.project());

        accounts().remove(founding.organization().id(), founding.account().id());

        assertRevoked(founding.key());
        assertRevoked(bens);
        assertThat(stored(stays)).isEqualTo(stays);
        assertThat(stored(other.key())).isEqualTo(other.key());
        assertThat(accounts().keys(founding.account().id()))
                .containsExactly(founding.key().revoked(now()), stays);
    }

    @Test
    default void whoLeavesAProjectTakesTheKeysToTheFirstThatIsLeft() {
        var founding = founded();
        var elsewhere = settled("eve");
        var one = project(founding.organization(), "one");
        var two = project(founding.organization(), "two");
        var ben = person("ben");
        var role = join(ben, two, Role.READER);
        join(ben, one, Role.READER);
        var key = key(ben, two);
        var restricted = key(ben, two).withRestricted(true);
        accounts().change(restricted);

        accounts().remove(role);
        assertBound(key, one);
        assertRevoked(restricted);

        join(ben, elsewhere.project(), Role.READER);
        assertBound(key, one);
        accounts().remove(new Membership(ben.id(), one.organization(), null, Role.READER));
        assertBound(key, elsewhere.project());
    }

    @Test
    default void defaultProjectsComeBeforeOlderOnes() {
        var founding = founded();
        var older = project(founding.organization(), "older");
        var elsewhere = settled("eve");
        var ben = person("ben");
        var leaving = project(founding.organization(), "leaving");
        var role = join(ben, leaving, Role.READER);
        join(ben, older, Role.OWNER);
        join(ben, elsewhere.organization(), Role.OWNER);
        var key = key(ben, leaving);

        accounts().remove(role);

        assertBound(key, elsewhere.project());
    }

    @Test
    default void whoReachesNothingHasNoWorkingKey() {
        var founding = founded();
        var ben = person("ben");
        var role = join(ben, founding.project(), Role.READER);
        var key = key(ben, founding.project());

        accounts().remove(role);

        assertRevoked(key);
        assertThat(stored(founding.key())).isEqualTo(founding.key());
    }

    @Test
    default void anOwnerWhoBecomesAReaderLosesTheProjectsWithoutARole() {
        var founding = founded();
        var side = project(founding.organization(), "side");
        var ben = person("ben");
        join(ben, founding.organization(), Role.OWNER);
        join(ben, side, Role.READER);
        var key = key(ben, founding.project());
        var inside = key(ben, side);

        join(ben, founding.organization(), Role.READER);

        assertBound(key, side);
        assertThat(stored(inside)).isEqualTo(inside);
    }

    @Test
    default void anOwnerNeedsNoRoleInTheProject() {
        var founding = founded();
        var role = join(founding.account(), founding.project(), Role.READER);

        accounts().remove(role);

        assertThat(stored(founding.key())).isEqualTo(founding.key());
    }
}
