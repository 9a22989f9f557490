package dev.keepsake.login;

import dev.keepsake.account.AgentCaller;
import dev.keepsake.account.AuditTrail;
import dev.keepsake.account.Registrar;
import dev.keepsake.account.Registrar.Settled;
import dev.keepsake.failure.Failure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Unattended sign-up of agents (management contract 13.3): an account without address, with an
/// organization, project and key of its own, until a person claims it. Safe for many threads.
public final class AgentSignup {

    private static final int IN_A_MINUTE = 10;
    private static final int LONGEST_SOURCE = 255;

    private final Supplier<AuthPolicy> policy;
    private final Registrar registrar;
    private final AuditTrail audit;
    private final InstantSource clock;
    private final Throttle bursts;
    private final Throttle daily;

    /// @param policy asked at every sign-up
    public AgentSignup(
            Supplier<AuthPolicy> policy,
            Registrar registrar,
            AuditTrail audit,
            InstantSource clock) {
        this.policy = policy;
        this.registrar = registrar;
        this.audit = audit;
        this.clock = clock;
        this.bursts = Throttle.pausing(IN_A_MINUTE, Duration.ofMinutes(1), clock);
        this.daily = Throttle.daily(() -> policy.get().agentsPerDay(), clock);
    }

    /// What came of it.
    public sealed interface Answer {

        record SignedUp(Settled settled) implements Answer {}

        record SwitchedOff() implements Answer {}

        record EnoughForToday(Duration left) implements Answer {}
    }

    /// @param source free text; where the agent says it comes from
    /// @param agentCaller what it calls itself; what cannot be counted is dropped
    /// @throws Failure.TooMany when there are many at once
    public Answer signUp(@Nullable String source, @Nullable String agentCaller, Visitor visitor) {
        if (!policy.get().agentMode()) {
            return new Answer.SwitchedOff();
        }
        bursts.admit(visitor.network());
        try {
            daily.admit(visitor.network());
        } catch (Failure.TooMany _) {
            return new Answer.EnoughForToday(untilTomorrow(clock.instant()));
        }
        var settled =
                registrar.settleAgent(
                        cut(source), caller(agentCaller).map(AgentCaller::name).orElse(null));
        var account = settled.founding().account().id();
        audit.note(account, "agent.signup", "account " + account);
        return new Answer.SignedUp(settled);
    }

    private static Duration untilTomorrow(Instant now) {
        return Duration.between(now, now.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS));
    }

    private static @Nullable String cut(@Nullable String source) {
        return source == null || source.length() <= LONGEST_SOURCE
                ? source
                : source.substring(0, LONGEST_SOURCE);
    }

    private static Optional<AgentCaller> caller(@Nullable String text) {
        try {
            return Optional.ofNullable(text).map(AgentCaller::of);
        } catch (Failure.Invalid nothingLeft) {
            return Optional.empty();
        }
    }
}
