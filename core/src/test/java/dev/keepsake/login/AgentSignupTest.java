package dev.keepsake.login;

import static dev.keepsake.login.Gatehouse.HOME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keepsake.account.Registrar.Settled;
import dev.keepsake.account.Role;
import dev.keepsake.account.Target;
import dev.keepsake.failure.Failure;
import dev.keepsake.login.CliLogin.Answer;
import dev.keepsake.login.CliLogin.Why;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AgentSignupTest {

    private final Gatehouse house = Gatehouse.inhabited();

    @BeforeEach
    void switchOn() {
        house.policy = policy(true, true);
    }

    @Test
    void anAgentGetsAKeyForAPlaceOfItsOwn() {
        var settled = signedUp();

        var caller = house.callers.resolve(settled.keyText(), Target.NONE);
        assertThat(caller.email()).isNull();
        assertThat(caller.role()).isEqualTo(Role.OWNER);
        assertThat(settled.founding().key().agentCaller()).isEqualTo("claude-code");
        var agent = settled.founding().account().agent();
        assertThat(agent).isNotNull();
        assertThat(agent.defaultUserId()).matches("user_[0-9a-f]{12}");
        assertThat(house.callers.subject(settled.keyText()).isUnclaimed()).isTrue();
    }

    @Test
    void nobodySignsUpUnlessThatIsSwitchedOn() {
        house.policy = AuthPolicy.STANDARD;

        assertThat(house.agents.signUp(null, null, HOME))
                .isEqualTo(new AgentSignup.Answer.SwitchedOff());
    }

    @Test
    void oneAddressSignsUpFiveAgentsADay() {
        for (var i = 0; i < 5; i++) {
            signedUp();
        }

        assertThat(house.agents.signUp(null, null, HOME))
                .isEqualTo(new AgentSignup.Answer.EnoughForToday(Duration.ofHours(12)));
        assertThat(house.agents.signUp(null, null, new Visitor("192.0.2.9", null)))
                .isInstanceOf(AgentSignup.Answer.SignedUp.class);
        house.clock.advance(Duration.ofHours(12));
        signedUp();
    }

    @Test
    void manyAtOnceAreTooMany() {
        house.policy = new AuthPolicy(AuthPolicy.SignUp.CLOSED, true, 1000, true);
        for (var i = 0; i < 10; i++) {
            signedUp();
        }

        assertThatExceptionOfType(Failure.TooMany.class).isThrownBy(this::signedUp);
    }

    @Test
    void aCallerWithoutAnyUsableNameSignsUpAllTheSame() {
        var answer = house.agents.signUp("x".repeat(1000), "§§§", HOME);

        assertThat(answer)
                .isInstanceOfSatisfying(
                        AgentSignup.Answer.SignedUp.class,
                        signedUp -> {
                            assertThat(signedUp.settled().founding().key().agentCaller()).isNull();
                            assertThat(signedUp.settled().founding().account().agent().source())
                                    .hasSize(255);
                        });
    }

    @Test
    void aNewAddressClaimsTheAccountAndTheKeyStays() {
        var settled = signedUp();

        var answer = claim("eve@example.org", settled.keyText());

        assertThat(answer)
                .isEqualTo(
                        new Answer.Claimed(
                                Gatehouse.NOW,
                                "eve@example.org",
                                settled.founding().organization().id(),
                                settled.founding().project().id()));
        var subject = house.callers.subject(settled.keyText());
        assertThat(subject.isUnclaimed()).isFalse();
        assertThat(subject.identity().email()).isEqualTo("eve@example.org");
    }

    @Test
    void somebodyWithAnAccountTakesOverOrganizationAndKeys() {
        var settled = signedUp();

        var answer = claim("ana@example.org", settled.keyText());

        assertThat(answer).isInstanceOf(Answer.Claimed.class);
        var caller = house.callers.resolve(settled.keyText(), Target.NONE);
        assertThat(caller.email()).isEqualTo("ana@example.org");
        assertThat(caller.project()).isEqualTo(settled.founding().project().id());
        assertThat(caller.role()).isEqualTo(Role.OWNER);
        assertThat(house.accounts.account(settled.founding().account().id())).isEmpty();
    }

    @Test
    void takingOverCanBeForbidden() {
        house.policy = policy(true, false);
        var settled = signedUp();

        assertThat(claim("ana@example.org", settled.keyText()))
                .isEqualTo(refused(Why.EMAIL_HAS_ACCOUNT));
        assertThat(house.callers.subject(settled.keyText()).isUnclaimed()).isTrue();
    }

    @Test
    void anAgentIsClaimedOnce() {
        var settled = signedUp();
        claim("eve@example.org", settled.keyText());
        house.clock.advance(Duration.ofMinutes(1));

        assertThat(claim("ana@example.org", settled.keyText()))
                .isEqualTo(refused(Why.CLAIMED_BEFORE));
    }

    @Test
    void aKeyThatIsNoAgentsClaimsNothing() {
        var ordinary =
                house.registrar.settle(
                        new dev.keepsake.account.Registrar.Person(
                                "eve@example.org", "Eve", null, false),
                        new dev.keepsake.account.Registrar.Home("Eden", "garden", "default", null),
                        dev.keepsake.account.ApiKey.Kind.STANDARD);

        assertThat(claim("ana@example.org", ordinary.keyText()))
                .isEqualTo(refused(Why.NO_AGENT_KEY));
        house.clock.advance(Duration.ofMinutes(1));
        assertThat(claim("ana@example.org", "m0-" + "x".repeat(43)))
                .isEqualTo(refused(Why.NO_AGENT_KEY));
        house.clock.advance(Duration.ofMinutes(1));
        assertThat(claim("ana@example.org", "")).isEqualTo(refused(Why.NO_AGENT_KEY));
    }

    @Test
    void aWrongCodeClaimsNothing() {
        var settled = signedUp();

        assertThat(house.cli.claim("eve@example.org", "123456", settled.keyText(), HOME))
                .isEqualTo(refused(Why.WRONG_CODE));
        assertThat(house.callers.subject(settled.keyText()).isUnclaimed()).isTrue();
    }

    @Test
    void anAgentThatNobodyClaimsOrUsesGoesAfterNinetyDays() {
        var unused = signedUp();
        var used = signedUp();
        var claimed = signedUp();
        claim("eve@example.org", claimed.keyText());
        house.clock.advance(Duration.ofDays(80));
        house.accounts.used(used.founding().key().id(), house.clock.instant());
        house.clock.advance(Duration.ofDays(11));

        assertThat(house.removal.expireAgents()).isEqualTo(1);

        assertThat(house.accounts.account(unused.founding().account().id())).isEmpty();
        assertThat(house.accounts.organization(unused.founding().organization().id())).isEmpty();
        assertThat(house.accounts.account(used.founding().account().id())).isPresent();
        assertThat(house.accounts.account(claimed.founding().account().id())).isPresent();
        assertThat(house.accounts.accounts()).hasSize(4);
    }

    private Settled signedUp() {
        var answer = house.agents.signUp("docs", "Claude-Code", HOME);
        assertThat(answer).isInstanceOf(AgentSignup.Answer.SignedUp.class);
        return ((AgentSignup.Answer.SignedUp) answer).settled();
    }

    private Answer claim(String email, String key) {
        house.cli.sendCode(email, HOME);
        return house.cli.claim(email, house.codeFor(email), key, HOME);
    }

    private static Answer refused(Why why) {
        return new Answer.Refused(why);
    }

    private static AuthPolicy policy(boolean agents, boolean intoExisting) {
        return new AuthPolicy(AuthPolicy.SignUp.CLOSED, agents, 5, intoExisting);
    }
}
