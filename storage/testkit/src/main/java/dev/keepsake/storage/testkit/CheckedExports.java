package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.account.ProjectId;
import dev.keepsake.export.Export;
import dev.keepsake.export.ExportId;
import dev.keepsake.storage.Exports;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The part of [CheckedStorage] that watches exports.
record CheckedExports(Exports exports, Checks checks) implements Exports {

    @Override
    public void create(ProjectId project, Export export) {
        checks.run(() -> exports.create(project, export));
    }

    @Override
    public Optional<Export> find(ProjectId project, ExportId id) {
        var found = checks.answer(() -> exports.find(project, id));
        found.ifPresent(export -> {
            var isDone = export.state() == Export.State.DONE;
            assertThat(export.id()).isEqualTo(id);
            assertThat(export.result() != null).as("%s has a result", export).isEqualTo(isDone);
        });
        return found;
    }

    @Override
    public List<Done> done(ProjectId project, String filterKey) {
        var done = checks.answer(() -> exports.done(project, filterKey));
        Checks.ordered(done, Comparator.comparing(Done::created).reversed());
        return done;
    }

    @Override
    public Optional<Claim> claim(Duration hold) {
        var claim = checks.answer(() -> exports.claim(hold));
        claim.ifPresent(each -> assertThat(each.export().state()).isEqualTo(Export.State.RUNNING));
        return claim;
    }

    @Override
    public boolean finish(Claim claim, Outcome outcome) {
        return checks.answer(() -> exports.finish(claim, outcome));
    }

    @Override
    public int expire(Instant before) {
        return checks.answer(() -> exports.expire(before));
    }
}
