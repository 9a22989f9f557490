package dev.keepsake.server.config;

import dev.keepsake.login.AuthPolicy;
import java.net.InetAddress;
import java.net.UnknownHostException;

/// Who may come in, and how letters reach them.
///
/// @param disabled for development: nobody is asked for a key or session
public record AuthConfig(AuthPolicy policy, MailConfig mail, boolean disabled) {

    static AuthConfig from(Values values) {
        var signUp =
                values.read(
                        "auth.signup",
                        Kind.choice(AuthPolicy.SignUp.class),
                        "closed",
                        "Who gets an account by proving an email address with a code: nobody, who was invited, or everybody.");
        var mail = MailConfig.from(values);
        var policy =
                new AuthPolicy(
                        signUp,
                        values.read(
                                "agent-mode.enabled",
                                Kind.yesNo(),
                                "false",
                                "Whether agents may sign themselves up, without a person."),
                        values.read(
                                "agent-mode.daily-limit-per-ip",
                                Kind.wholeNumber(1, 1_000_000),
                                "5",
                                "Such sign-ups from one address in a day of UTC."),
                        values.read(
                                "agent-mode.claim-into-existing",
                                Kind.yesNo(),
                                "true",
                                "Whether somebody who has an account may take over an agent's; otherwise a claim needs a new address."));
        var disabled =
                values.read(
                        "auth.disabled",
                        Kind.yesNo(),
                        "false",
                        "For development only: every request acts as the first administrator. Needs a `host` that other machines cannot reach.");
        return new AuthConfig(policy, mail, disabled);
    }

    /// @throws dev.keepsake.failure.Failure.Invalid when strangers could reach a server without
    ///   locks
    void requireLoopback(String host) {
        Rules.require(
                !disabled || isLoopback(host),
                "auth.disabled needs a host that only this machine can reach, not %s",
                host);
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }
}
