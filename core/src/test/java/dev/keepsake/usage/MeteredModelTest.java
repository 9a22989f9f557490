package dev.keepsake.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.account.Access;
import dev.keepsake.account.OrganizationId;
import dev.keepsake.account.ProjectId;
import dev.keepsake.account.Role;
import dev.keepsake.engine.Engine;
import dev.keepsake.model.Bill.Spent;
import dev.keepsake.model.ChatModel;
import dev.keepsake.model.Operation;
import dev.keepsake.model.Purpose;
import dev.keepsake.storage.InMemoryStorage;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who is told what an answer took, and what it costs.
class MeteredModelTest {

    private static final LocalDate DAY = LocalDate.of(2026, 8, 22);

    private final ProjectId project = ProjectId.random();
    private final InMemoryStorage storage = new InMemoryStorage(() -> Engine.NOW);
    private final UsageBook book = new UsageBook(storage.usage(), () -> Engine.NOW);
    private final List<String> counted = new ArrayList<>();

    /// Answers everything with yes, for 1000 tokens in and 10 out.
    private static final class Agreeing implements ChatModel {
        @Override
        public String name() {
            return "test/agreeing";
        }

        @Override
        public Reply ask(Ask ask) {
            return Reply.of("yes", 1000, 10);
        }
    }

    private MeteredModel model(Prices prices) {
        return new MeteredModel(
                new Agreeing(),
                prices,
                book,
                (operation, spent) -> counted.add(operation + " " + spent.inputTokens()));
    }

    private static ChatModel.Ask ask(Purpose purpose) {
        return new ChatModel.Ask(purpose, "s", "u", null);
    }

    @Test
    void billBookAndCounterAreTold() {
        var purpose = Purpose.of(project, Operation.EXTRACT);
        var model = model(Prices.UNKNOWN);

        model.ask(ask(purpose));
        model.ask(ask(purpose));
        model.ask(ask(purpose.as(Operation.CLASSIFY)));

        assertThat(purpose.bill().spent()).isEqualTo(new Spent(3, 3000, 30, null));
        assertThat(storage.usage().list(project, DAY, DAY))
                .containsExactly(
                        new Usage(
                                DAY,
                                Operation.CLASSIFY,
                                "test/agreeing",
                                new Spent(1, 1000, 10, null)),
                        new Usage(
                                DAY,
                                Operation.EXTRACT,
                                "test/agreeing",
                                new Spent(2, 2000, 20, null)));
        assertThat(counted).containsExactly("EXTRACT 1000", "EXTRACT 1000", "CLASSIFY 1000");
    }

    @Test
    void whatNoProjectPaysIsInNoBook() {
        model(Prices.UNKNOWN).ask(ask(Purpose.trial()));

        assertThat(storage.usage().list(project, DAY, DAY)).isEmpty();
        assertThat(counted).containsExactly("TRIAL 1000");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-,    -,   -",
                "0.15, 0.6, 0.000156",
                "0.15, -,   0.00015",
                "-,    0.6, 0.000006",
                "0,    0,   0",
                "1000000, 1000000, 1010"
            })
    void anAnswerCostsByTheMillion(BigDecimal input, BigDecimal output, BigDecimal cost) {
        var purpose = Purpose.of(project, Operation.EXTRACT);

        model(new Prices(input, output)).ask(ask(purpose));

        var spent = purpose.bill().spent().cost();
        if (cost == null) {
            assertThat(spent).isNull();
        } else {
            assertThat(spent).isEqualByComparingTo(cost);
        }
    }

    @Test
    void anAnswerIsWorthMoreThanItsEntryInTheBook() {
        storage.close();

        var reply = model(Prices.UNKNOWN).ask(ask(Purpose.of(project, Operation.EXTRACT)));

        assertThat(reply.text()).isEqualTo("yes");
    }

    @Test
    void theBookIsForThoseWhoMayRead() {
        model(Prices.UNKNOWN).ask(ask(Purpose.of(project, Operation.EXTRACT)));
        var organization = OrganizationId.random();
        var reader = Engine.caller(organization, project, Role.READER, Access.READ);
        var stranger = Engine.caller(organization, ProjectId.random(), Role.READER, Access.READ);
        var writer = Engine.caller(organization, project, Role.READER, Access.WRITE);

        assertThat(book.list(reader, DAY, DAY)).hasSize(1);
        assertThat(book.list(stranger, DAY, DAY)).isEmpty();
        assertThat(book.list(writer, DAY.minusDays(1), DAY)).hasSize(1);
    }
}
