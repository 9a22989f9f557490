package dev.keepsake.quality;

import dev.keepsake.account.Project;
import dev.keepsake.account.ProjectId;
import dev.keepsake.storage.Accounts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Masks the secrets in what is about to be written down, unless the project has it that they stay.
/// Everything that keeps words of users asks here first. Safe for many threads.
public final class Discretion {

    /// What a request says for programs, not for people: whom it is about, and data of the caller's
    /// own, which come back as they were given.
    private static final Set<String> OF_PROGRAMS =
            Set.of("metadata", "filters", "user_id", "agent_id", "app_id", "run_id", "session_id");

    private final Accounts accounts;

    public Discretion(Accounts accounts) {
        this.accounts = accounts;
    }

    /// Whether secrets stay in this project.
    public boolean allowsSecrets(ProjectId project) {
        return accounts.project(project)
                .map(Project::typedSettings)
                .map(settings -> settings.storeSecrets())
                .orElse(false);
    }

    /// The text as it may be kept.
    public String masked(ProjectId project, String text) {
        var masked = SecretScan.masked(text);
        // most texts have none, and cost no look at the settings
        return masked.equals(text) || allowsSecrets(project) ? text : masked;
    }

    /// A request as its event may keep it.
    public Map<String, @Nullable Object> masked(
            ProjectId project, Map<String, @Nullable Object> request) {
        Map<String, @Nullable Object> masked = new LinkedHashMap<>();
        request.forEach((name, value) ->
                masked.put(name, OF_PROGRAMS.contains(name) ? value : masked(value)));
        return masked.equals(request) || allowsSecrets(project) ? request : masked;
    }

    private static @Nullable Object masked(@Nullable Object value) {
        return switch (value) {
            case String text -> SecretScan.masked(text);
            case List<?> elements ->
                    elements.stream().<@Nullable Object>map(Discretion::masked).toList();
            case Map<?, ?> members -> {
                Map<String, @Nullable Object> masked = new LinkedHashMap<>();
                members.forEach((name, member) -> masked.put(String.valueOf(name), masked(member)));
                yield masked;
            }
            case null, default -> value;
        };
    }
}
