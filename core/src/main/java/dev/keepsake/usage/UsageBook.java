package dev.keepsake.usage;

import dev.keepsake.account.Caller;
import dev.keepsake.account.Permission;
import dev.keepsake.account.ProjectId;
import dev.keepsake.failure.Failure;
import dev.keepsake.model.Bill.Spent;
import dev.keepsake.model.Operation;
import dev.keepsake.storage.UsageLog;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/// Keeps what each project spends on language models. Safe for many threads.
public final class UsageBook {

    private static final System.Logger LOG = System.getLogger(UsageBook.class.getName());

    private final UsageLog log;
    private final InstantSource clock;

    public UsageBook(UsageLog log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    /// Notes an answer. An answer is worth more than its price: a book that cannot be written to
    /// loses the entry, says so in the log, and fails nothing.
    void note(ProjectId project, Operation operation, String model, Spent spent) {
        var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        try {
            log.add(project, new Usage(today, operation, model, spent));
        } catch (Failure.Missing removed) {
            LOG.log(System.Logger.Level.DEBUG, "spent for a removed project", removed);
        } catch (Failure.StorageFailed failed) {
            LOG.log(System.Logger.Level.WARNING, "could not note the use of a model", failed);
        }
    }

    /// What was spent from the first day to the last, by day, operation and model.
    ///
    /// @throws Failure.Forbidden when the caller may not read there
    public List<Usage> list(Caller caller, LocalDate first, LocalDate last) {
        caller.require(Permission.READ_DATA);
        return log.list(caller.project(), first, last);
    }
}
