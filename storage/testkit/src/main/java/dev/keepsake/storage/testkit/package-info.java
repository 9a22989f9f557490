/// What every storage must do, as tests.
///
/// A backend's contract test is one class that implements [StorageContract] (and
/// [PersistentStorageContract] when it outlives its process) by giving a storage and the clock that
/// the storage reads; [TestedStorage] shows how. Build test data with [Samples]; wrap every storage
/// in [CheckedStorage]. [RandomWalk], which the contract includes, compares a storage with the
/// yardstick on [Seeds].
@NullMarked
package dev.keepsake.storage.testkit;

import org.jspecify.annotations.NullMarked;
