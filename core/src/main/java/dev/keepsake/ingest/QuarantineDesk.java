package dev.keepsake.ingest;

import dev.keepsake.account.Caller;
import dev.keepsake.account.Permission;
import dev.keepsake.event.EventResult;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Page;
import dev.keepsake.quality.QuarantineId;
import dev.keepsake.quality.QuarantineQuery;
import dev.keepsake.quality.Quarantined;
import dev.keepsake.quality.Verdict;
import dev.keepsake.storage.Quarantine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Looks after what the quality gate refused: shows it, lets it in after all, or dismisses it. Safe
/// for many threads.
public final class QuarantineDesk {

    private final Quarantine quarantine;
    private final Intake intake;

    public QuarantineDesk(Quarantine quarantine, Intake intake) {
        this.quarantine = quarantine;
        this.intake = intake;
    }

    /// Newest first.
    public Page<Quarantined> list(Caller caller, QuarantineQuery query, Page.Ask ask) {
        caller.require(Permission.READ_DATA);
        return quarantine.list(caller.project(), query, ask);
    }

    /// How much there is of each verdict.
    public Map<Verdict, Long> totals(Caller caller) {
        caller.require(Permission.READ_DATA);
        return quarantine.totals(caller.project());
    }

    /// @throws Failure.Missing when the project's quarantine does not have it
    public Quarantined get(Caller caller, QuarantineId id) {
        caller.require(Permission.READ_DATA);
        return quarantine.find(caller.project(), id).orElseThrow(QuarantineDesk::unknown);
    }

    /// Stores it as a memory, word for word, by the same door as a direct import: it counts against
    /// quotas, the history has its messages, and an exact repeat of a memory stores nothing. Then
    /// it leaves the quarantine; doing it again after a crash between the two finds the memory
    /// there.
    ///
    /// @return what became of it, and the event that tells so
    /// @throws Failure.Missing when the project's quarantine does not have it
    public Released release(Caller caller, QuarantineId id) {
        caller.require(Permission.WRITE_DATA);
        var entry = quarantine.find(caller.project(), id).orElseThrow(QuarantineDesk::unknown);
        var event = intake.release(caller, command(entry), payload(entry));
        quarantine.remove(caller.project(), id);
        return new Released(event.id().toString(), event.results().getFirst());
    }

    /// What became of something that was let in.
    public record Released(String event, EventResult result) {}

    @SuppressWarnings("NullAway") // class files lose the annotations of compact constructors
    private static AddCommand command(Quarantined entry) {
        var proposal = entry.proposal();
        var terms = entry.terms();
        return new AddCommand(
                proposal.scope(),
                proposal.sources().stream()
                        .map(each -> new Turn(each.role(), each.name(), each.content(), List.of()))
                        .toList(),
                terms.metadata(),
                false,
                List.of(proposal.text()),
                terms.categories(),
                AddCommand.Wishes.NONE,
                new AddCommand.Terms(terms.immutable(), terms.expiration(), terms.timestamp()),
                List.of());
    }

    private static Map<String, @Nullable Object> payload(Quarantined entry) {
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        for (var kind : EntityKind.values()) {
            var name = entry.proposal().scope().id(kind);
            if (name != null) {
                payload.put(kind.field(), name);
            }
        }
        payload.put("infer", false);
        payload.put("deduced_memories", List.of(entry.proposal().text()));
        payload.put(
                "released",
                Map.of(
                        "quarantine_id",
                        entry.id().toString(),
                        "verdict",
                        entry.judgement().verdict().spelled(),
                        "event_id",
                        entry.event().toString()));
        return payload;
    }

    /// @throws Failure.Missing when the project's quarantine does not have it
    public void dismiss(Caller caller, QuarantineId id) {
        caller.require(Permission.WRITE_DATA);
        if (!quarantine.remove(caller.project(), id)) {
            throw unknown();
        }
    }

    /// @return how much was dismissed
    public long dismissAll(Caller caller, QuarantineQuery query) {
        caller.require(Permission.WRITE_DATA);
        return quarantine.removeAll(caller.project(), query);
    }

    private static Failure.Missing unknown() {
        return new Failure.Missing("There is nothing of this id in the quarantine.");
    }
}
