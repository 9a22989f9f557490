/// The default storage: one folder, no other process. The truth, the queue and the accounts live in
/// one SQLite file, the search index in a Lucene folder beside it that follows the change log and
/// can be thrown away.
///
/// Everything that changes the file goes through one [SqliteWriter], which turns waiting writes
/// into one transaction and one disk sync. Reads take one of a few other connections and see every
/// write that returned before they began. What is stored as a document is JSON made by hand
/// ([PlainJson]); what is filtered or ordered by is a column.
@NullMarked
package dev.keepsake.storage.embedded;

import org.jspecify.annotations.NullMarked;
