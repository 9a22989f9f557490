package dev.keepsake.account;

/// The kinds of action that roles and keys allow or forbid: the role matrix of management contract
/// 3.1, with the caps of 18.4. Every endpoint declares one.
///
/// An action happens in a [Place]; there it needs at least a role, and a credential that allows it.
public enum Permission {
    /// Reading memories, events, entities, webhooks and settings of a project.
    READ_DATA(Place.PROJECT, Role.READER, Access.READ),
    /// Adding, changing and deleting memories and entities; feedback; exports.
    WRITE_DATA(Place.PROJECT, Role.OWNER, Access.WRITE),
    /// Changing settings, members and webhooks of a project, or deleting it.
    MANAGE_PROJECT(Place.PROJECT, Role.OWNER, Access.ADMIN),

    /// Seeing an organization, its members and one's own projects in it.
    READ_ORGANIZATION(Place.ORGANIZATION, Role.READER, Access.READ),
    /// Leaving an organization: every member may, with a key that may manage.
    LEAVE_ORGANIZATION(Place.ORGANIZATION, Role.READER, Access.ADMIN),
    /// Changing an organization and its members, creating projects in it, or deleting it.
    MANAGE_ORGANIZATION(Place.ORGANIZATION, Role.OWNER, Access.ADMIN),

    /// Seeing what belongs to one's account.
    READ_ACCOUNT(Place.ACCOUNT, Role.READER, Access.READ),
    /// Changing one's account, or creating an organization.
    MANAGE_ACCOUNT(Place.ACCOUNT, Role.READER, Access.ADMIN),

    /// Everything about the server itself and everybody on it.
    ADMINISTER_SERVER(Place.SERVER, Role.OWNER, Access.ADMIN),

    /// What needs no credential at all.
    PUBLIC(Place.NOWHERE, Role.READER, Access.READ);

    /// Where an action happens.
    public enum Place {
        PROJECT,
        ORGANIZATION,
        ACCOUNT,
        SERVER,
        NOWHERE
    }

    private final Place place;
    private final Role least;
    private final Access access;

    Permission(Place place, Role least, Access access) {
        this.place = place;
        this.least = least;
        this.access = access;
    }

    public Place place() {
        return place;
    }

    /// Whether somebody with this role in the place, using a credential with this cap, may do it.
    boolean allows(Role role, Access cap) {
        return role.compareTo(least) >= 0 && cap.compareTo(access) >= 0;
    }
}
