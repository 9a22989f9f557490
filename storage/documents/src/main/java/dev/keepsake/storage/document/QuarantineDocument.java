package dev.keepsake.storage.document;

import dev.keepsake.memory.MemoryId;
import dev.keepsake.quality.Judgement;
import dev.keepsake.quality.Proposal;
import dev.keepsake.quality.Quarantined;
import dev.keepsake.quality.Verdict;
import java.time.LocalDate;
import java.util.Objects;

/// What was refused, as a JSON object without what has a column of its own: id, verdict, event,
/// instant and the ids of the add.
public final class QuarantineDocument {

    private QuarantineDocument() {}

    public static String write(Quarantined entry) {
        var document = new Document();
        document.put("text", entry.proposal().text());
        document.putScope(entry.proposal().scope());
        document.put("sources", MemoryDocument.plain(entry.proposal().sources()));
        document.put("reason", entry.judgement().reason());
        document.put("related", Objects.toString(entry.judgement().related(), null));
        var terms = entry.terms();
        if (!terms.metadata().isEmpty()) {
            document.put("metadata", terms.metadata());
        }
        document.put("categories", terms.categories());
        document.putFlag("immutable", terms.immutable());
        document.put("expiration", terms.expiration());
        document.put("timestamp", terms.timestamp());
        return document.write();
    }

    public static Proposal proposal(Document document) {
        return new Proposal(
                document.requireText("text"),
                document.scope(),
                MemoryDocument.readMessages(document.documents("sources")));
    }

    public static Judgement judgement(Verdict verdict, Document document) {
        var related = document.text("related");
        return new Judgement(
                verdict,
                document.requireText("reason"),
                related == null ? null : MemoryId.parse(related));
    }

    @SuppressWarnings("NullAway") // class files lose the annotations of compact constructors
    public static Quarantined.Terms terms(Document document) {
        var expiration = document.text("expiration");
        return new Quarantined.Terms(
                document.object("metadata"),
                document.texts("categories"),
                document.flag("immutable"),
                expiration == null ? null : LocalDate.parse(expiration),
                document.instant("timestamp"));
    }
}
