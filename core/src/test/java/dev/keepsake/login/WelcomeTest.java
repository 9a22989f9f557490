package dev.keepsake.login;

import static dev.keepsake.login.Gatehouse.HOME;
import static dev.keepsake.login.Gatehouse.password;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.account.Invitations;
import dev.keepsake.account.Membership;
import dev.keepsake.account.OrganizationId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Whoever invites an address has the link too, so a link proves no address; neither does an
/// address that somebody chose for themselves.
class WelcomeTest {

    private static final String EVE = "eve@example.org";

    private final Gatehouse house = Gatehouse.inhabited();

    @Test
    void aLinkOpensTheOrganizationThatItIsFor() {
        var sent = invite("ana", EVE);

        house.welcome.accept(sent.token(), "Eve", password("eve"), HOME);

        assertThat(organizations(EVE)).containsExactly(house.home("ana").organization());
    }

    @Test
    void aLinkOpensNoOtherOrganizationThatInvitedTheSameAddress() {
        invite("ana", EVE);
        var own = invite("cleo", EVE);

        house.welcome.accept(own.token(), "Not Eve", password("mallory"), HOME);
        house.login.in(EVE, password("mallory"), HOME);

        assertThat(organizations(EVE)).containsExactly(house.home("cleo").organization());
    }

    @Test
    void anAccountTakesUpFurtherInvitationsByTheirLinks() {
        var first = invite("ana", EVE);
        var second = invite("cleo", EVE);
        house.welcome.accept(first.token(), "Eve", password("eve"), HOME);

        house.welcome.accept(second.token(), "Eve", password("eve"), HOME);

        assertThat(organizations(EVE))
                .containsExactlyInAnyOrder(
                        house.home("ana").organization(), house.home("cleo").organization());
    }

    @Test
    void aCodeFromTheDashboardTakesUpNoInvitationToAnAddressThatNobodyProved() {
        house.letters.on = false;
        invite("ana", EVE);
        var mallory = house.subject("cleo").identity();
        assertThat(house.profile.changeEmail(mallory, EVE, null, HOME)).isTrue();

        var code = house.profile.loginCode(house.subject("eve").identity()).text();
        var answer = house.cli.login(EVE, code, HOME);

        assertThat(answer).isInstanceOf(CliLogin.Answer.LoggedIn.class);
        assertThat(organizations(EVE)).doesNotContain(house.home("ana").organization());
    }

    @Test
    void aCodeFromTheDashboardIsOfItsAccountAndNotOfWhoeverHasTheAddressLater() {
        house.letters.on = false;
        house.policy =
                new AuthPolicy(
                        AuthPolicy.SignUp.OPEN,
                        house.policy.agentMode(),
                        house.policy.agentsPerDay(),
                        house.policy.claimIntoExisting());
        house.profile.changeEmail(house.subject("cleo").identity(), EVE, null, HOME);
        var code = house.profile.loginCode(house.subject("eve").identity()).text();
        house.profile.changeEmail(house.subject("eve").identity(), "cleo@example.org", null, HOME);

        assertThat(house.cli.login(EVE, code, HOME))
                .isEqualTo(new CliLogin.Answer.Refused(CliLogin.Why.WRONG_CODE));
    }

    private Invitations.Sent invite(String host, String email) {
        var by = house.subject(host).inOrganization(house.home(host).organization().toString());
        return house.invitations.send(by, Map.of("email", email, "role", "READER"));
    }

    private List<OrganizationId> organizations(String email) {
        var account = house.accounts.accountByEmail(email).orElseThrow();
        return house.accounts.memberships(account.id()).stream()
                .map(Membership::organization)
                .distinct()
                .toList();
    }
}
