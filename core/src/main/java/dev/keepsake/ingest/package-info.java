/// From messages to candidates for memory.
///
/// An [Extractor] gets the messages of one add with their context and proposes statements; what
/// becomes of them (scope, duplicates, storage) is decided after it. The rules extractor lives here
/// because it needs nothing but the ports of the core. It is built from small parts, in the order
/// of their work: [Conversation] walks through the messages and gives each to a [HumanTurn] or
/// [AssistantTurns]; [Sentences], [Opening] and [Clauses] cut them into [Phrase]s; [Mood], [Talk]
/// and [ClauseScore] decide what is kept; [References], [Question] and [Reply] supply what was said
/// before; [PersonRewrite], [Dating] and [Wording] tell it; a [Memo] joins what belongs together;
/// [Topics] leaves out what nobody wants. Only comparing topics asks a model.
@NullMarked
package dev.keepsake.ingest;

import org.jspecify.annotations.NullMarked;
