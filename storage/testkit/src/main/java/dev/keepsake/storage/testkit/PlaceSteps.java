package dev.keepsake.storage.testkit;

import dev.keepsake.account.AccountId;
import dev.keepsake.account.Invitation;
import dev.keepsake.account.InvitationId;
import dev.keepsake.account.Membership;
import dev.keepsake.account.Organization;
import dev.keepsake.account.OrganizationId;
import dev.keepsake.account.Project;
import dev.keepsake.account.Role;
import dev.keepsake.account.TokenHash;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The steps of an [AccountsWalk] about organizations, projects, roles and invitations.
final class PlaceSteps {

    private static final List<Role> ROLES = List.of(Role.values());

    private final AccountsWorld world;
    private final Vocabulary words;

    PlaceSteps(AccountsWorld world) {
        this.world = world;
        this.words = world.words;
    }

    List<Step> steps() {
        return List.of(
                new Step(3, "create an organization", this::createOrganization),
                new Step(1, "change an organization", this::changeOrganization),
                new Step(3, "remove an organization", this::removeOrganization),
                new Step(6, "create a project", this::createProject),
                new Step(2, "change a project", this::changeProject),
                new Step(7, "remove a project", this::removeProject),
                new Step(12, "set a role", this::setRole),
                new Step(10, "remove a role", this::removeRole),
                new Step(5, "invite", this::invite),
                new Step(3, "accept an invitation", this::accept),
                new Step(2, "take an invitation back", this::takeBack));
    }

    private void createOrganization() {
        var organization =
                new Organization(
                        words.chance(0.1) ? world.organization() : new OrganizationId(words.uuid()),
                        world.name(),
                        world.now(),
                        world.now());
        world.organizations.add(organization.id());
        var project =
                world.fresh(
                        words.chance(0.1) ? world.organization() : organization.id(),
                        words.chance(0.9));
        var owner = world.account();
        world.both(storage -> storage.accounts().create(organization, owner, project));
    }

    private void changeOrganization() {
        var organization =
                new Organization(world.organization(), world.name(), world.now(), world.now());
        world.both(storage -> storage.accounts().change(organization));
    }

    private void removeOrganization() {
        var organization = world.organization();
        var by = world.account();
        world.both(storage -> storage.accounts().remove(organization, by));
    }

    private void createProject() {
        var project = world.fresh(world.organization(), words.chance(0.1));
        world.both(storage -> storage.accounts().create(project));
    }

    private void changeProject() {
        var project =
                world.project()
                        .map(known -> known.described(words.text()).updated(world.now()))
                        .orElseGet(() -> world.fresh(world.organization(), words.chance(0.5)))
                        .withSettings(Map.of("multilingual", words.chance(0.5)));
        world.both(storage -> storage.accounts().change(project));
    }

    private void removeProject() {
        var known = world.project();
        var id = known.map(Project::id).orElseGet(() -> world.recent(world.projects));
        var home = known.map(Project::organization).orElseGet(world::organization);
        var successor =
                world.fresh(words.chance(0.05) ? world.organization() : home, words.chance(0.95));
        var at = world.now();
        world.both(storage -> storage.accounts().remove(id, successor, at));
    }

    private void setRole() {
        var membership = place(world.account());
        world.both(storage -> storage.accounts().set(membership));
    }

    /// A role anywhere, mostly in a place that there is.
    private Membership place(AccountId account) {
        var role = words.oneOf(ROLES);
        if (words.chance(0.5)) {
            return new Membership(account, world.organization(), null, role);
        }
        var project = world.project();
        return new Membership(
                account,
                words.chance(0.05)
                        ? world.organization()
                        : project.map(Project::organization).orElseGet(world::organization),
                project.map(Project::id).orElseGet(() -> world.recent(world.projects)),
                role);
    }

    private void removeRole() {
        var account = world.account();
        var known = world.known().memberships(account);
        var membership = known.isEmpty() || words.chance(0.1) ? place(account) : words.oneOf(known);
        world.both(storage -> storage.accounts().remove(membership));
    }

    private void invite() {
        var place = place(world.account());
        var again = invitation();
        var invitation =
                new Invitation(
                        again.isPresent() && words.chance(0.1)
                                ? again.get().id()
                                : new InvitationId(words.uuid()),
                        AccountsWorld.email(world.name()),
                        place.organization(),
                        place.project(),
                        place.role(),
                        again.isPresent() && words.chance(0.1)
                                ? again.get().tokenHash()
                                : TokenHash.of(words.uuid().toString()),
                        world.now(),
                        world.now().plusSeconds(60));
        world.invitations.add(invitation);
        world.both(storage -> storage.accounts().create(invitation));
        world.same(storage -> storage.accounts().invitations(invitation.email()));
        world.same(storage -> storage.accounts().invitation(invitation.tokenHash()));
    }

    private Optional<Invitation> invitation() {
        return world.invitations.isEmpty() ? Optional.empty() : Optional.of(world.invitation());
    }

    private void accept() {
        var account = world.account();
        invitation()
                .ifPresent(known ->
                        world.both(storage -> storage.accounts().accept(known.id(), account)));
    }

    private void takeBack() {
        invitation()
                .ifPresent(known -> {
                    var from = words.chance(0.7) ? known.organization() : world.organization();
                    world.both(storage -> storage.accounts().remove(from, known.id()));
                });
    }
}
