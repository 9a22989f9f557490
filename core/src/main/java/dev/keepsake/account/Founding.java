package dev.keepsake.account;

/// What a new account begins with, all at once or not at all: an organization that it owns, its
/// default project, and a key.
public record Founding(Account account, Organization organization, Project project, ApiKey key) {

    public Founding {
        if (!project.isDefault()
                || !project.organization().equals(organization.id())
                || !key.organization().equals(organization.id())
                || !key.project().equals(project.id())
                || !key.account().equals(account.id())) {
            throw new IllegalArgumentException("the parts of a founding do not belong together");
        }
    }
}
