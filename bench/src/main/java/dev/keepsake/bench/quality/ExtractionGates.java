package dev.keepsake.bench.quality;

import dev.keepsake.bench.quality.Fixtures.Conversation;
import java.util.ArrayList;
import java.util.List;

/// Conversations become the memories that they should, and no others.
final class ExtractionGates {

    private final Product product;
    private final List<String> missing = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private int facts;
    private int memories;

    ExtractionGates(Product product) {
        this.product = product;
    }

    /// Precision, then recall.
    List<Gate> measure(List<Conversation> conversations) throws InterruptedException {
        for (var conversation : conversations) {
            var event =
                    product.tell(
                            "conversation-" + conversation.id(),
                            conversation.observed(),
                            conversation.messages());
            var stored = Product.texts(event);
            note(conversation.id(), Judgement.of(conversation, stored), stored);
        }
        return List.of(
                Gate.share("conversations: precision", memories, 0.85, wrong),
                Gate.share("conversations: recall", facts, 0.75, missing));
    }

    private void note(String id, Judgement judgement, List<String> stored) {
        facts += judgement.facts();
        memories += judgement.memories();
        judgement
                .missing()
                .forEach(fact -> missing.add(id + " lacks: " + fact + "; stored: " + stored));
        judgement.wrong().forEach(memory -> wrong.add(id + " wrong: " + memory));
    }
}
