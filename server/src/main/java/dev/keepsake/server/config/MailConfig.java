package dev.keepsake.server.config;

import org.jspecify.annotations.Nullable;

/// How letters are delivered.
public sealed interface MailConfig {

    /// Not at all.
    record Off() implements MailConfig {}

    /// Into the server's log, for development.
    record Log() implements MailConfig {}

    /// By a mail server.
    ///
    /// @param user null where it wants no login
    /// @param from the address that letters come from
    record Smtp(
            String host,
            int port,
            Security security,
            @Nullable String user,
            @Nullable Secret password,
            String from)
            implements MailConfig {}

    enum Mode {
        OFF,
        LOG,
        SMTP
    }

    enum Security {
        /// Begins in the open and must switch to TLS.
        STARTTLS,
        TLS,
        NONE
    }

    static MailConfig from(Values values) {
        var mode =
                values.read(
                        "auth.email.mode",
                        Kind.choice(Mode.class),
                        "off",
                        "How codes and links reach people: not at all, in the server's log (for development), or by mail.");
        var host =
                values.find(
                        "auth.email.host",
                        Kind.text(),
                        "none",
                        "With `smtp`: the mail server, to be given.");
        var port =
                values.read(
                        "auth.email.port",
                        Kind.wholeNumber(1, 65_535),
                        "587",
                        "With `smtp`: its port.");
        var security =
                values.read(
                        "auth.email.security",
                        Kind.choice(Security.class),
                        "starttls",
                        "With `smtp`: how the connection is protected.");
        var user =
                values.find(
                        "auth.email.user",
                        Kind.text(),
                        "none",
                        "With `smtp`: the login, where the mail server wants one.");
        var password =
                values.find(
                        "auth.email.password",
                        Rules.ANY_SECRET,
                        "none",
                        "With `smtp`: its password.");
        var from =
                values.find(
                        "auth.email.from",
                        Rules.EMAIL,
                        "none",
                        "With `smtp`: the address that letters come from, to be given.");
        return switch (mode) {
            case OFF -> new Off();
            case LOG -> new Log();
            case SMTP -> {
                if (host == null || from == null) {
                    throw new dev.keepsake.failure.Failure.Invalid(
                            "auth.email.mode = smtp: auth.email.host and auth.email.from must be given");
                }
                yield new Smtp(host, port, security, user, password, from);
            }
        };
    }
}
