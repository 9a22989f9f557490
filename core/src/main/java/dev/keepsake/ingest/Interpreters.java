package dev.keepsake.ingest;

import dev.keepsake.export.Structurer;

/// Those who make sense of what is sent, by rules or by models.
///
/// @param extractor conversations to statements
/// @param media pictures and documents to text
/// @param procedures runs of an agent to a digest
/// @param structurer statements to an object of a given schema
public record Interpreters(
        Extractor extractor, MediaReader media, ProcedureWriter procedures, Structurer structurer) {

    /// Conversations only; the rest goes by what needs nothing.
    public static Interpreters of(Extractor extractor) {
        return new Interpreters(extractor, MediaReader.NONE, new StepList(), Structurer.NONE);
    }
}
