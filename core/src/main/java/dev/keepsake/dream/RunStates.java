package dev.keepsake.dream;

import dev.keepsake.account.ProjectId;
import dev.keepsake.event.Event;
import dev.keepsake.event.EventStatus;
import dev.keepsake.memory.Page;
import dev.keepsake.storage.Storage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads how runs stand. What is written of a run follows its event, and a process that dies over a
/// run leaves it as running for ever: where the two differ, the event is right.
final class RunStates {

    private static final String LOST = "The run was cut short.";

    private final Storage storage;

    RunStates(Storage storage) {
        this.storage = storage;
    }

    /// The last runs of a user, newest first.
    List<DreamRun> latest(ProjectId project, String user, int most) {
        return page(project, user, Page.Ask.first(most)).items();
    }

    Page<DreamRun> page(ProjectId project, @Nullable String user, Page.Ask ask) {
        return storage.dreams().runs(project, user, ask).map(run -> asItIs(project, run));
    }

    private DreamRun asItIs(ProjectId project, DreamRun run) {
        if (run.status() != EventStatus.RUNNING) {
            return run;
        }
        var event = storage.events().find(project, run.id());
        if (event.isPresent() && !event.get().status().isFinal()) {
            return run;
        }
        var end = event.map(Event::completed).orElse(run.started());
        if (event.isPresent() && event.get().status() == EventStatus.SUCCEEDED) {
            return run.succeeded(DreamRun.Found.of(event.get().metadata()), end);
        }
        return run.failed(event.map(Event::error).orElse(LOST), end);
    }
}
