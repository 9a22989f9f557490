package dev.keepsake.server.http;

import dev.keepsake.account.Permission;
import dev.keepsake.failure.Failure;

/// One thing that the server can be asked: its address, what one must be allowed to ask it, and who
/// answers. All routes are endpoints, so that none is without a permission, and lists of them serve
/// the description of the API and its tests.
///
/// @param method such as `GET`
/// @param path with placeholders in braces, without a slash at the end; one there is always
///   accepted
/// @param credential what proves who asks
/// @param errors how refusals are worded
/// @param action what it does
public record Endpoint(
        String method,
        String path,
        Permission permission,
        CredentialKind credential,
        ErrorStyle errors,
        Action action) {

    public Endpoint {
        var fits =
                switch (action) {
                    case Action.Anyone _ -> permission == Permission.PUBLIC;
                    case Action.InAccount _ ->
                            permission.place() == Permission.Place.ACCOUNT
                                    || permission.place() == Permission.Place.SERVER;
                    case Action.InOrganization _ ->
                            permission.place() == Permission.Place.ORGANIZATION;
                    case Action.InProject _, Action.InNamedProject _, Action.InOwningProject _ ->
                            permission.place() == Permission.Place.PROJECT;
                };
        if (!fits || (permission == Permission.PUBLIC) != (credential == CredentialKind.NONE)) {
            throw new IllegalArgumentException(
                    method + " " + path + " cannot need " + permission + " by " + credential);
        }
    }

    /// What proves who asks.
    public enum CredentialKind {
        NONE,
        /// An API key, in any of the headers that clients use.
        KEY,
        /// The session of the dashboard, with its token on everything that is not safe.
        SESSION
    }

    /// Under which key a refusal tells its reason beside `detail` (management contract 2.2).
    public enum ErrorStyle {
        ERROR("error"),
        MESSAGE("message"),
        /// As [#MESSAGE], but wrong fields are told by `errors` instead.
        FIELDS("message"),
        /// As [#ERROR], but what the caller may not use does not exist: clients take a 403 from
        /// ping for a bad key.
        NEVER_FORBIDDEN("error"),
        /// As [#ERROR], but a project that is not the caller's is forbidden instead of unknown, and
        /// wrong fields are told by themselves, with nothing added.
        FORBIDDING("error"),
        /// The dashboard: `detail` and a `code`.
        CODE("code");

        private final String key;

        ErrorStyle(String key) {
            this.key = key;
        }

        String key() {
            return key;
        }
    }

    /// What an endpoint does with a request that it was right to let in.
    public sealed interface Action {

        record Anyone(Operation<Call> operation) implements Action {}

        record InAccount(Operation<AccountCall> operation) implements Action {}

        /// In the organization that the path names as `{org_id}`.
        record InOrganization(Operation<OrganizationCall> operation) implements Action {}

        /// In the project that query or body name, or else in that of the key.
        record InProject(Operation<Exchange> operation) implements Action {}

        /// In the project that the path names as `{project_id}`, perhaps after an `{org_id}`.
        record InNamedProject(Operation<Exchange> operation) implements Action {}

        /// In the project that owns what the path names in another way.
        record InOwningProject(Owner owner, Operation<Exchange> operation) implements Action {}
    }

    /// Answers one request.
    @FunctionalInterface
    public interface Operation<C extends Call> {
        void handle(C call);
    }

    /// Tells which project owns what a request is about, before it is known whether the caller may
    /// enter that.
    @FunctionalInterface
    public interface Owner {
        /// @return the project's id
        /// @throws Failure.Missing when the request is about nothing that exists
        String of(Call call);
    }

    /// For everybody.
    public static Endpoint open(String method, String path, Operation<Call> operation) {
        return new Endpoint(
                method,
                path,
                Permission.PUBLIC,
                CredentialKind.NONE,
                ErrorStyle.ERROR,
                new Action.Anyone(operation));
    }

    /// In the project of the key, or one that the request names.
    public static Endpoint inProject(
            String method, String path, Permission permission, Operation<Exchange> operation) {
        return withKey(method, path, permission, new Action.InProject(operation));
    }

    /// In the project that the path names.
    public static Endpoint inNamedProject(
            String method, String path, Permission permission, Operation<Exchange> operation) {
        return withKey(method, path, permission, new Action.InNamedProject(operation));
    }

    /// In the project that owns what the path names.
    public static Endpoint inOwningProject(
            String method,
            String path,
            Permission permission,
            Owner owner,
            Operation<Exchange> operation) {
        return withKey(method, path, permission, new Action.InOwningProject(owner, operation));
    }

    public static Endpoint inOrganization(
            String method,
            String path,
            Permission permission,
            Operation<OrganizationCall> operation) {
        return withKey(method, path, permission, new Action.InOrganization(operation));
    }

    public static Endpoint inAccount(
            String method, String path, Permission permission, Operation<AccountCall> operation) {
        return withKey(method, path, permission, new Action.InAccount(operation));
    }

    private static Endpoint withKey(
            String method, String path, Permission permission, Action action) {
        return new Endpoint(method, path, permission, CredentialKind.KEY, ErrorStyle.ERROR, action);
    }

    /// The same, refusing in another style.
    public Endpoint refusing(ErrorStyle style) {
        return new Endpoint(method, path, permission, credential, style, action);
    }

    /// The same for the dashboard: under another path, with a session instead of a key.
    public Endpoint forSession(String newPath) {
        return new Endpoint(
                method,
                newPath,
                permission,
                credential == CredentialKind.NONE ? credential : CredentialKind.SESSION,
                ErrorStyle.CODE,
                action);
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
