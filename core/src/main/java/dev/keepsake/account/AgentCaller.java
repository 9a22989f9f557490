package dev.keepsake.account;

import dev.keepsake.failure.Failure;
import java.util.Locale;

/// What an agent calls itself, in a form that can be counted: lower case, `[a-z0-9._/-]`, at most
/// 32 characters (management contract 13.4).
public record AgentCaller(String name) {

    private static final int LONGEST = 32;

    /// @throws Failure.Invalid when nothing is left of it
    public static AgentCaller of(String text) {
        var plain = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._/-]", "");
        if (plain.isEmpty()) {
            throw new Failure.Invalid("agent_caller: must have letters or digits");
        }
        return new AgentCaller(plain.substring(0, Math.min(plain.length(), LONGEST)));
    }
}
