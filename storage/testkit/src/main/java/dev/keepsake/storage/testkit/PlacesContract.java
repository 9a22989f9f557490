package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.account.Account;
import dev.keepsake.account.Membership;
import dev.keepsake.account.Organization;
import dev.keepsake.account.OrganizationId;
import dev.keepsake.account.Project;
import dev.keepsake.account.ProjectId;
import dev.keepsake.account.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What [Accounts] promises about organizations, projects and roles.
interface PlacesContract extends TestedAccounts {

    @Test
    default void anOrganizationComesWithOwnerAndProject() {
        var ana = person("ana");
        var organization = Samples.organization("org", now());
        var project = successor(organization.id());

        accounts().create(organization, ana.id(), project);

        assertThat(accounts().organization(organization.id())).contains(organization);
        assertThat(accounts().projects(organization.id())).containsExactly(project);
        assertThat(accounts().memberships(ana.id()))
                .containsExactly(new Membership(ana.id(), organization.id(), null, Role.OWNER));
    }

    @Test
    default void anOrganizationNeedsItsOwnerAndADefaultProjectOfItsOwn() {
        var ana = person("ana");
        var organization = Samples.organization("org", now());
        var project = successor(organization.id());

        missing(() -> accounts().create(organization, nobody(), project));
        conflicts(() -> accounts().create(organization, ana.id(), project.asDefault(false)));
        conflicts(() ->
                accounts().create(organization, ana.id(), successor(OrganizationId.random())));

        assertThat(accounts().organization(organization.id())).isEmpty();
        assertThat(accounts().project(project.id())).isEmpty();
        assertThat(accounts().memberships(ana.id())).isEmpty();
    }

    @Test
    default void idsOfPlacesAreUnique() {
        var founding = founded();
        var ana = founding.account().id();
        var taken = founding.organization();
        var fresh = Samples.organization("fresh", now());
        var clash =
                new Project(
                        founding.project().id(),
                        fresh.id(),
                        "clash",
                        null,
                        true,
                        Map.of(),
                        now(),
                        now());

        conflicts(() -> accounts().create(taken, ana, successor(taken.id())));
        conflicts(() -> accounts().create(fresh, ana, clash));

        assertThat(accounts().projects(taken.id())).containsExactly(founding.project());
        assertThat(accounts().organization(fresh.id())).isEmpty();
    }

    @Test
    default void anOrganizationIsRenamed() {
        var organization = founded().organization();
        var renamed = organization.renamed("Härbor", now().plusSeconds(5));

        accounts().change(renamed);

        assertThat(accounts().organization(organization.id())).contains(renamed);
        missing(() -> accounts().change(Samples.organization("unknown", now())));
    }

    @Test
    default void projectsComeBackEqualInTheOrderOfCreation() {
        var founding = founded();
        var one =
                new Project(
                        ProjectId.random(),
                        founding.organization().id(),
                        "one",
                        "with a description",
                        false,
                        settings(),
                        now().plusSeconds(1),
                        now().plusSeconds(2));

        accounts().create(one);
        var two = project(founding.organization(), "two");

        assertThat(accounts().projects(founding.organization().id()))
                .containsExactly(founding.project(), one, two);
        assertThat(accounts().project(one.id())).contains(one);
        assertThat(accounts().project(ProjectId.random())).isEmpty();
    }

    private static Map<String, @Nullable Object> settings() {
        Map<String, @Nullable Object> settings = new LinkedHashMap<>();
        settings.put("custom_instructions", "Exclude: food");
        settings.put("multilingual", true);
        settings.put("custom_categories", List.of(Map.of("food", "what is eaten")));
        settings.put("retrieval_criteria", null);
        return settings;
    }

    @Test
    default void aProjectNeedsItsOrganizationAndAFreeId() {
        var known = founded().project();

        missing(() ->
                accounts().create(Samples.project(OrganizationId.random(), "p", false, now())));
        conflicts(() -> accounts().create(known.asDefault(false)));

        assertThat(accounts().projects(known.organization())).containsExactly(known);
    }

    @Test
    default void anOrganizationHasOneDefaultProject() {
        var founding = founded();

        conflicts(() -> accounts().create(successor(founding.organization().id())));

        assertThat(accounts().projects(founding.organization().id()))
                .containsExactly(founding.project());
    }

    @Test
    default void changingAProjectReplacesWhatMayChange() {
        var founding = founded();
        var other = settled("ben").organization();
        var before = founding.project();
        var wanted =
                new Project(
                        before.id(),
                        other.id(),
                        "renamed",
                        "described",
                        false,
                        settings(),
                        now().plusSeconds(8),
                        now().plusSeconds(9));

        accounts().change(wanted);

        assertThat(accounts().project(before.id()))
                .contains(
                        before.renamed("renamed")
                                .described("described")
                                .withSettings(settings())
                                .updated(now().plusSeconds(9)));
        missing(() -> accounts().change(successor(other.id())));
    }

    @Test
    default void aRoleIsSetAndChanged() {
        var founding = founded();
        var ben = person("ben");

        var inOrganization = join(ben, founding.organization(), Role.READER);
        var inProject = join(ben, founding.project(), Role.OWNER);
        assertThat(accounts().memberships(ben.id())).containsExactly(inOrganization, inProject);

        var raised = join(ben, founding.organization(), Role.OWNER);
        var lowered = join(ben, founding.project(), Role.READER);
        assertThat(accounts().memberships(ben.id())).containsExactly(raised, lowered);
        assertThat(accounts().memberships(founding.account().id())).hasSize(1);
        assertThat(accounts().memberships(nobody())).isEmpty();
    }

    @Test
    default void aRoleInAProjectMakesAReaderOfTheOrganization() {
        var founding = founded();
        var ben = person("ben");

        var role = join(ben, founding.project(), Role.OWNER);

        assertThat(accounts().memberships(ben.id()))
                .containsExactly(
                        new Membership(ben.id(), founding.organization().id(), null, Role.READER),
                        role);
    }

    @Test
    default void aRoleInAProjectLeavesTheOneInTheOrganization() {
        var founding = founded();

        join(founding.account(), founding.project(), Role.READER);

        assertThat(accounts().memberships(founding.account().id()))
                .extracting(Membership::role)
                .containsExactly(Role.OWNER, Role.READER);
    }

    @Test
    default void aRoleNeedsAnAccountAndAPlace() {
        var founding = founded();
        var elsewhere = settled("ben").organization().id();
        var ana = founding.account().id();
        var here = founding.organization().id();

        missing(() -> accounts().set(new Membership(nobody(), here, null, Role.READER)));
        missing(() ->
                accounts().set(new Membership(ana, OrganizationId.random(), null, Role.READER)));
        missing(() -> accounts().set(new Membership(ana, here, ProjectId.random(), Role.READER)));
        missing(() ->
                accounts()
                        .set(new Membership(ana, elsewhere, founding.project().id(), Role.READER)));

        assertThat(accounts().memberships(ana)).hasSize(1);
    }

    @Test
    default void theMembersOfAnOrganizationAreListedInTheOrderOfCreation() {
        var founding = founded();
        var other = settled("eve");
        var ben = person("ben");
        var reader = join(ben, founding.organization(), Role.READER);
        var inside = join(ben, founding.project(), Role.OWNER);
        join(ben, other.project(), Role.READER);

        assertThat(accounts().members(founding.organization().id()))
                .containsExactly(
                        new Membership(
                                founding.account().id(),
                                founding.organization().id(),
                                null,
                                Role.OWNER),
                        reader,
                        inside);
        assertThat(accounts().members(OrganizationId.random())).isEmpty();
    }

    @Test
    default void theLastOwnerStays() {
        var founding = founded();
        var ana = founding.account();
        join(person("ben"), founding.organization(), Role.READER);

        conflicts(() -> join(ana, founding.organization(), Role.READER));
        conflicts(() -> accounts().remove(ownership(ana, founding.organization())));

        assertThat(accounts().memberships(ana.id()))
                .containsExactly(ownership(ana, founding.organization()));
    }

    @Test
    default void anOwnerBesideOthersMayGo() {
        var founding = founded();
        var ben = person("ben");
        var role = join(ben, founding.organization(), Role.OWNER);

        join(founding.account(), founding.organization(), Role.READER);
        conflicts(() -> accounts().remove(role));
        join(founding.account(), founding.organization(), Role.OWNER);
        accounts().remove(role);

        assertThat(accounts().memberships(ben.id())).isEmpty();
    }

    @Test
    default void ofTwoOwnersWhoGoAtOnceOneStays() {
        for (var round = 0; round < 20; round++) {
            var ana = person("ana" + round);
            var ben = person("ben" + round);
            var organization = Samples.organization("org", now());
            accounts().create(organization, ana.id(), successor(organization.id()));
            join(ben, organization, Role.OWNER);

            assertThat(
                            refusedOf(
                                    () -> join(ana, organization, Role.READER),
                                    () -> accounts().remove(ownership(ben, organization))))
                    .isEqualTo(1);

            assertThat(accounts().members(organization.id()))
                    .extracting(Membership::role)
                    .containsOnlyOnce(Role.OWNER);
        }
    }

    private static Membership ownership(Account account, Organization organization) {
        return new Membership(account.id(), organization.id(), null, Role.OWNER);
    }

    @Test
    default void leavingAProjectLeavesTheRest() {
        var founding = founded();
        var side = project(founding.organization(), "side");
        var ben = person("ben");
        var role = join(ben, founding.project(), Role.READER);
        var other = join(ben, side, Role.OWNER);

        accounts().remove(role);

        assertThat(accounts().memberships(ben.id()))
                .containsExactly(
                        new Membership(ben.id(), founding.organization().id(), null, Role.READER),
                        other);
        missing(() -> accounts().remove(role));
    }

    @Test
    default void leavingAnOrganizationLeavesItsProjectsToo() {
        var founding = founded();
        var elsewhere = settled("eve");
        var ben = person("ben");
        var role = join(ben, founding.organization(), Role.READER);
        join(ben, founding.project(), Role.OWNER);
        join(ben, elsewhere.project(), Role.READER);
        accounts().change(ben.withDefaultOrganization(founding.organization().id()));

        accounts().remove(role);

        assertThat(accounts().memberships(ben.id()))
                .extracting(Membership::organization)
                .containsOnly(elsewhere.organization().id())
                .hasSize(2);
        assertThat(accounts().account(ben.id())).contains(ben);
        missing(() -> accounts().remove(role));
    }

    @Test
    default void whoComesBackIsLastInTheOrder() {
        var founding = founded();
        var ben = person("ben");
        var eve = person("eve");
        var first = join(ben, founding.organization(), Role.READER);
        var second = join(eve, founding.organization(), Role.READER);

        accounts().remove(first);
        accounts().set(first);

        assertThat(accounts().members(founding.organization().id()))
                .endsWith(second, first)
                .hasSize(3);
    }

    @Test
    default void aRemovedProjectIsGoneWithItsRoles() {
        var founding = founded();
        var side = project(founding.organization(), "side");
        var ben = person("ben");
        join(ben, side, Role.OWNER);

        remove(side);

        assertThat(accounts().project(side.id())).isEmpty();
        assertThat(accounts().projects(side.organization())).containsExactly(founding.project());
        assertThat(accounts().memberships(ben.id()))
                .containsExactly(new Membership(ben.id(), side.organization(), null, Role.READER));
        missing(() -> remove(side));
    }

    @Test
    default void theIdOfARemovedProjectIsNotGivenAgain() {
        var founding = founded();
        var side = project(founding.organization(), "side");

        remove(side);

        conflicts(() -> accounts().create(side));
    }

    @Test
    default void theOldestProjectBecomesTheDefault() {
        var founding = founded();
        var second = project(founding.organization(), "second");
        var third = project(founding.organization(), "third");

        remove(founding.project());

        assertThat(accounts().projects(founding.organization().id()))
                .containsExactly(second.asDefault(true), third);
    }

    @Test
    default void theLastProjectHasASuccessor() {
        var founding = founded();
        var successor = successor(founding.organization().id());

        accounts().remove(founding.project().id(), successor, now());

        assertThat(accounts().projects(founding.organization().id())).containsExactly(successor);
    }

    @Test
    default void aSuccessorIsADefaultProjectOfTheSameOrganization() {
        var founding = founded();
        var here = founding.organization().id();
        var elsewhere = settled("ben").organization().id();
        var project = founding.project();

        conflicts(() -> accounts().remove(project.id(), successor(here).asDefault(false), now()));
        conflicts(() -> accounts().remove(project.id(), successor(elsewhere), now()));
        conflicts(() -> accounts().remove(project.id(), project, now()));

        assertThat(accounts().projects(here)).containsExactly(project);
    }

    @Test
    default void ofTwoProjectsThatGoAtOnceOneSuccessorRemains() {
        for (var round = 0; round < 20; round++) {
            var founding = settled("ana" + round);
            var side = project(founding.organization(), "side");
            var organization = founding.organization().id();

            assertThat(refusedOf(() -> remove(founding.project()), () -> remove(side)))
                    .isEqualTo(0);

            assertThat(accounts().projects(organization))
                    .singleElement()
                    .matches(Project::isDefault)
                    .extracting(Project::name)
                    .isEqualTo("default-project");
        }
    }

    private void remove(Project project) {
        accounts().remove(project.id(), successor(project.organization()), now());
    }

    @Test
    default void aRemovedOrganizationIsGoneWithEverything() {
        var founding = founded();
        var ana = founding.account();
        var other = settled("ben");
        join(ana, other.organization(), Role.READER);
        join(other.account(), founding.project(), Role.READER);
        accounts().change(ana.withDefaultOrganization(founding.organization().id()));
        var here = founding.organization().id();
        var projects =
                IntStream.range(0, 3)
                        .mapToObj(n -> project(founding.organization(), "p" + n))
                        .toList();

        accounts().remove(here, ana.id());

        assertThat(accounts().organization(here)).isEmpty();
        assertThat(accounts().projects(here)).isEmpty();
        assertThat(accounts().members(here)).isEmpty();
        assertThat(projects).noneMatch(each -> accounts().project(each.id()).isPresent());
        assertThat(accounts().account(ana.id())).contains(ana);
        assertThat(accounts().memberships(ana.id())).hasSize(1);
        assertThat(accounts().memberships(other.account().id())).hasSize(1);
        assertThat(accounts().projects(other.organization().id())).containsExactly(other.project());
        missing(() -> accounts().remove(here, ana.id()));
    }

    @Test
    default void theLastOrganizationOfWhoRemovesItStays() {
        var founding = founded();
        var ana = founding.account();
        join(ana, founding.project(), Role.READER);
        var here = founding.organization().id();

        conflicts(() -> accounts().remove(here, ana.id()));
        missing(() -> accounts().remove(here, nobody()));

        assertThat(accounts().projects(here)).containsExactly(founding.project());
        accounts().remove(here, settled("ben").account().id());
        assertThat(accounts().organization(here)).isEmpty();
    }

    @Test
    default void ofTheTwoLastOrganizationsThatGoAtOnceOneStays() {
        for (var round = 0; round < 20; round++) {
            var founding = settled("ana" + round);
            var ana = founding.account().id();
            var one = founding.organization().id();
            var second = Samples.organization("second", now());
            accounts().create(second, ana, successor(second.id()));

            assertThat(
                            refusedOf(
                                    () -> accounts().remove(one, ana),
                                    () -> accounts().remove(second.id(), ana)))
                    .isEqualTo(1);

            assertThat(accounts().memberships(ana)).hasSize(1);
        }
    }
}
