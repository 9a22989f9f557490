package dev.keepsake.server.console;

import dev.keepsake.account.Permission;
import dev.keepsake.failure.Failure;
import dev.keepsake.login.Visitor;
import dev.keepsake.server.http.AccountCall;
import dev.keepsake.server.http.Call;
import dev.keepsake.server.http.Endpoint;
import dev.keepsake.server.http.OrganizationCall;
import dev.keepsake.server.wire.Form;
import java.util.UUID;
import java.util.function.Function;

/// How endpoints of the dashboard are made and read.
final class Console {

    static final String ROOT = "/console/api";

    private Console() {}

    /// Open to everybody, but not to pages of other servers: a foreign page could otherwise log
    /// somebody in as somebody else.
    static Endpoint open(String method, String path, Endpoint.Operation<Call> operation) {
        Endpoint.Operation<Call> ownPagesOnly =
                call -> {
                    if ("cross-site".equals(call.header("Sec-Fetch-Site"))
                            && !method.equals("GET")) {
                        throw new Failure.Forbidden("This was sent by a page of another server.");
                    }
                    operation.handle(call);
                };
        return Endpoint.open(method, ROOT + path, ownPagesOnly).refusing(Endpoint.ErrorStyle.CODE);
    }

    static Endpoint account(
            String method,
            String path,
            Permission permission,
            Endpoint.Operation<AccountCall> operation) {
        return Endpoint.inAccount(method, path, permission, operation).forSession(ROOT + path);
    }

    static Endpoint organization(
            String method,
            String path,
            Permission permission,
            Endpoint.Operation<OrganizationCall> operation) {
        return Endpoint.inOrganization(method, path, permission, operation).forSession(ROOT + path);
    }

    static Visitor visitor(Call call) {
        return new Visitor(call.origin().address(), call.header("User-Agent"));
    }

    /// @throws Failure.Invalid when it is absent or blank
    static String required(Form form, String name) {
        var text = form.filled(name);
        if (text == null) {
            throw new Failure.Invalid(name + ": is required");
        }
        return text;
    }

    /// An id in the path; what has not the form of one names nothing.
    static <T> T pathId(Call call, String name, Function<String, T> reading) {
        try {
            return reading.apply(call.path(name));
        } catch (IllegalArgumentException notAnId) {
            throw new Failure.Missing("Not found.");
        }
    }

    /// @throws Failure.Invalid for what has not the form of an id
    static <T> T id(String name, String text, Function<String, T> reading) {
        try {
            return reading.apply(text);
        } catch (IllegalArgumentException notAnId) {
            throw new Failure.Invalid(name + ": must be a UUID");
        }
    }

    static UUID uuid(String text) {
        return dev.keepsake.memory.UuidForm.parse(text);
    }
}
