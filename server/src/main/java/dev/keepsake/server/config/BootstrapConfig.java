package dev.keepsake.server.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What the first start creates; without meaning once an account exists.
///
/// @param email lower case
/// @param password null to make one
/// @param apiKey null to make one
/// @param auto whether the first start creates it unasked
public record BootstrapConfig(
        String email,
        @Nullable Secret password,
        @Nullable Secret apiKey,
        String name,
        String organizationName,
        String projectName,
        boolean auto) {

    static BootstrapConfig from(Values values) {
        return new BootstrapConfig(
                values.read(
                                "bootstrap.email",
                                Rules.EMAIL,
                                "admin@localhost",
                                "First start: the first account's email.")
                        .toLowerCase(Locale.ROOT),
                values.find(
                        "bootstrap.password",
                        Rules.PASSWORD,
                        "made and shown once",
                        "First start: its password."),
                values.find(
                        "bootstrap.api-key",
                        Rules.API_KEY,
                        "made and shown once",
                        "First start: its API key, for deployments that must know it in advance."),
                values.read(
                        "bootstrap.name",
                        Kind.text(),
                        "Admin",
                        "First start: the first account's name."),
                values.read(
                        "bootstrap.org-name",
                        Kind.text(),
                        "default-org",
                        "First start: the organization's name."),
                values.read(
                        "bootstrap.project-name",
                        Kind.text(),
                        "default-project",
                        "First start: the project's name."),
                values.read(
                        "bootstrap.auto",
                        Kind.yesNo(),
                        "true",
                        "First start: whether to create account and key unasked. With `false` the server waits for the setup page in the browser, or the `bootstrap` command."));
    }

    /// The same with values from a command line.
    ///
    /// @throws dev.keepsake.failure.Failure.Invalid when one breaks its rule
    public BootstrapConfig with(String email, @Nullable String password) {
        Rules.require(Rules.EMAIL.accepts(email), "--email: must be %s", Rules.EMAIL.rule());
        Rules.require(
                password == null || Rules.PASSWORD.accepts(password),
                "--password: must be %s",
                Rules.PASSWORD.rule());
        return new BootstrapConfig(
                email.toLowerCase(Locale.ROOT),
                password == null ? this.password : new Secret(password),
                apiKey,
                name,
                organizationName,
                projectName,
                auto);
    }
}
