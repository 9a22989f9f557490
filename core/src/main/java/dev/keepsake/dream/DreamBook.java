package dev.keepsake.dream;

import dev.keepsake.account.Caller;
import dev.keepsake.account.Permission;
import dev.keepsake.account.Project;
import dev.keepsake.account.ProjectId;
import dev.keepsake.account.ProjectSettings;
import dev.keepsake.account.ProjectSettings.Synthesis;
import dev.keepsake.edit.Editor;
import dev.keepsake.entity.EntityKey;
import dev.keepsake.event.Event;
import dev.keepsake.failure.Failure;
import dev.keepsake.ingest.IngestWorker;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Page;
import dev.keepsake.storage.Storage;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What people can do about synthesis (engine contract 7.7): see its runs, start one, and forget a
/// pattern. Safe for many threads.
public final class DreamBook {

    private final Storage storage;
    private final IngestWorker worker;
    private final Editor editor;
    private final InstantSource clock;
    private final Eligible eligible;
    private final RunStates states;

    public DreamBook(Storage storage, IngestWorker worker, Editor editor, InstantSource clock) {
        this.storage = storage;
        this.worker = worker;
        this.editor = editor;
        this.clock = clock;
        this.eligible = new Eligible(storage.memories(), clock);
        this.states = new RunStates(storage);
    }

    /// Newest first.
    ///
    /// @param user whose; null for everybody's
    public Page<DreamRun> runs(Caller caller, @Nullable String user, Page.Ask ask) {
        caller.require(Permission.READ_DATA);
        return states.page(caller.project(), user, ask);
    }

    /// Has a user's memories looked over now, whenever that was done last.
    ///
    /// @return its event, `PENDING`
    /// @throws Failure.Missing when the project has no such user
    /// @throws Failure.Invalid when synthesis is off, or there are too few memories
    public Event start(Caller caller, String user) {
        caller.require(Permission.WRITE_DATA);
        var project = caller.project();
        var key = new EntityKey(EntityKind.USER, user);
        if (storage.entities().find(project, key).isEmpty()) {
            throw new Failure.Missing("There is no such user.");
        }
        requireReady(project, user);
        var work =
                new DreamJob(user, DreamRun.Trigger.MANUAL).work(caller.actor(), clock.instant());
        worker.accept(project, work);
        return work.event();
    }

    private void requireReady(ProjectId project, String user) {
        Synthesis settings =
                storage.accounts()
                        .project(project)
                        .map(Project::typedSettings)
                        .orElse(ProjectSettings.DEFAULTS)
                        .synthesis();
        if (!settings.on()) {
            throw new Failure.Invalid("Synthesis is switched off for this project.");
        }
        var count = eligible.of(project, user, settings).size();
        if (count < settings.minMemories()) {
            throw new Failure.Invalid(
                    "A run needs "
                            + settings.minMemories()
                            + " eligible memories; this user has "
                            + count
                            + ".");
        }
    }

    /// Deletes a pattern. It does not come back unless there is more to it.
    ///
    /// @throws Failure.Missing when the project has no such pattern
    public void forget(Caller caller, MemoryId id, Map<String, @Nullable Object> payload) {
        caller.require(Permission.WRITE_DATA);
        var isPattern =
                storage.memories()
                        .find(caller.project(), id)
                        .map(memory -> memory.lineage().synthesized())
                        .orElse(false);
        if (!isPattern) {
            throw new Failure.Missing("There is no such pattern.");
        }
        editor.delete(caller, id, false, payload);
    }
}
