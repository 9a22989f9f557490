/// What every storage must do, as tests.
///
/// A backend's contract test is one class that implements [StorageContract] (and
/// [PersistentStorageContract] when it outlives its process) by giving a storage and the clock that
/// the storage reads, and a second one that runs [RandomWalk] against the yardstick. Build test
/// data with [Samples]; wrap every storage in [CheckedStorage].
@NullMarked
package dev.keepsake.storage.testkit;

import org.jspecify.annotations.NullMarked;
