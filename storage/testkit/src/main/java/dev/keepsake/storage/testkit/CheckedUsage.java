package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.account.ProjectId;
import dev.keepsake.storage.UsageLog;
import dev.keepsake.usage.Usage;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;

/// The part of [CheckedStorage] that watches what models cost.
record CheckedUsage(UsageLog usage, Checks checks) implements UsageLog {

    @Override
    public void add(ProjectId project, Usage more) {
        checks.run(() -> usage.add(project, more));
    }

    @Override
    public List<Usage> list(ProjectId project, LocalDate first, LocalDate last) {
        var listed = checks.answer(() -> usage.list(project, first, last));
        assertThat(listed).allSatisfy(each -> assertThat(each.day()).isBetween(first, last));
        Checks.ordered(listed, Comparator.comparing(Usage::day));
        return listed;
    }
}
