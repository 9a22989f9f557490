package dev.keepsake.account;

import dev.keepsake.storage.Accounts;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The project where an account lands when it names none: in its default organization or else the
/// one that it belongs to longest, the default project or else the oldest that it may enter.
public final class HomeProject {

    private HomeProject() {}

    /// Empty when the account may enter no project at all.
    public static Optional<Project> of(Account account, Accounts accounts) {
        var memberships = accounts.memberships(account.id());
        return organizations(account, memberships)
                .flatMap(each -> accounts.projects(each).stream().sorted(defaultFirst()))
                .filter(project -> Subject.roleIn(project, memberships).isPresent())
                .findFirst();
    }

    private static Stream<OrganizationId> organizations(
            Account account, List<Membership> memberships) {
        return memberships.stream()
                .map(Membership::organization)
                .distinct()
                .sorted(Comparator.comparing(each -> !each.equals(account.defaultOrganization())));
    }

    private static Comparator<Project> defaultFirst() {
        return Comparator.comparing(project -> !project.isDefault());
    }
}
