package dev.keepsake.usage;

import dev.keepsake.model.Bill.Spent;
import dev.keepsake.model.ChatModel;
import dev.keepsake.model.Operation;

/// Puts what every answer took on the bill of its purpose and into the book of its project. As safe
/// for many threads as the model behind it.
public final class MeteredModel implements ChatModel {

    private final ChatModel model;
    private final Prices prices;
    private final UsageBook book;
    private final Counter counter;

    /// Is told of every answer, for metrics.
    @FunctionalInterface
    public interface Counter {
        void spent(Operation operation, Spent spent);
    }

    public MeteredModel(ChatModel model, Prices prices, UsageBook book, Counter counter) {
        this.model = model;
        this.prices = prices;
        this.book = book;
        this.counter = counter;
    }

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public Reply ask(Ask ask) {
        var reply = model.ask(ask);
        var spent = prices.spent(reply);
        var purpose = ask.purpose();
        purpose.bill().add(spent);
        counter.spent(purpose.operation(), spent);
        if (purpose.project() != null) {
            book.note(purpose.project(), purpose.operation(), model.name(), spent);
        }
        return reply;
    }
}
