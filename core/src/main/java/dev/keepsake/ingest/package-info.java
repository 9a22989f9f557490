/// From messages to candidates for memory.
///
/// An [Extractor] gets the messages of one add with their context and proposes statements; what
/// becomes of them (scope, duplicates, storage) is decided after it. The rules extractor lives here
/// because it needs nothing but the JDK. It is built from pure parts, in the order of their work:
/// [Sentences], [Clauses], [Mood] and [ClauseScore] decide what is kept, [PersonRewrite],
/// [DatePhrases] and [Wording] how it reads. Nothing here calls a network.
@NullMarked
package dev.keepsake.ingest;

import org.jspecify.annotations.NullMarked;
