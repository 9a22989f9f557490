package dev.keepsake.storage.testkit;

import dev.keepsake.account.ProjectId;
import dev.keepsake.memory.Change;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Stored;
import dev.keepsake.storage.ChangeSet;
import dev.keepsake.storage.Mark;
import dev.keepsake.storage.Row;
import dev.keepsake.storage.Storage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;

/// What a test class gives to the contracts. JUnit makes a new instance of the class for each test,
/// so two fields do:
///
/// ```java
/// class InMemoryStorageTest implements StorageContract {
///     private final FixedClock clock = new FixedClock();
///     private final Storage storage = CheckedStorage.of(new InMemoryStorage(clock));
///     public FixedClock clock() { return clock; }
///     public Storage storage() { return storage; }
/// }
/// ```
///
/// A class that tests one part alone puts the rest together with [AssembledStorage].
public interface TestedStorage {

    ProjectId PROJECT = ProjectId.parse("6d1e4ad5-8f0f-4a1c-9f57-0a4a6f6c2b01");

    Duration MINUTE = Duration.ofMinutes(1);

    /// The storage of the running test: empty when the test begins, the same at every call.
    Storage storage();

    /// The clock that the storage reads.
    FixedClock clock();

    @AfterEach
    default void closeStorage() {
        storage().close();
    }

    default Instant now() {
        return clock().instant();
    }

    /// Applies the changes of one new operation.
    default Mark apply(ProjectId project, Change... changes) {
        return apply(project, Samples.changes(now(), changes));
    }

    default Mark apply(ProjectId project, ChangeSet changes) {
        return storage().memories().apply(project, changes);
    }

    /// Every memory of a project, in order.
    default List<Memory> everything(ProjectId project) {
        return storage()
                .memories()
                .list(project, Filter.EVERYTHING, Page.Ask.first(Page.Ask.MAX_SIZE))
                .items();
    }

    /// Adds as many memories, each a second younger than the one before.
    default List<Sample> addMany(int count) {
        var samples =
                IntStream.range(0, count)
                        .mapToObj(n ->
                                Samples.memory("memory number " + n)
                                        .at(Samples.START.plusSeconds(n)))
                        .toList();
        samples.forEach(sample -> apply(PROJECT, sample.added()));
        return samples;
    }

    default List<Stored> storedRows() {
        return storage().memories().rows(Row.BEFORE_FIRST, 1_000).stream()
                .map(Row::stored)
                .toList();
    }
}
