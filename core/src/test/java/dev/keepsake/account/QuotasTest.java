package dev.keepsake.account;

import static dev.keepsake.engine.Add.inferred;
import static dev.keepsake.engine.Add.user;
import static dev.keepsake.engine.Add.verbatim;
import static dev.keepsake.engine.Engine.NO_PAYLOAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keepsake.account.Quotas.Limits;
import dev.keepsake.engine.Engine;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Scope;
import dev.keepsake.search.ListAsk;
import dev.keepsake.search.SearchAsk;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotasTest {

    private static final Scope U = Scope.ofUser("u");
    private static final Filter OF_U = new Filter.EntityIn(EntityKind.USER, Set.of("u"));
    private static final Duration FORGOTTEN = Quotas.MEMORY.plusMillis(1);

    private Engine engine = new Engine(Limits.NONE);

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void aFullProjectTakesNoMoreMemoriesUntilOneIsDeleted() {
        use(new Limits(2, 0, 0));
        var tea = engine.remember(U, "I like tea");
        engine.remember(U, "I like rain");

        refused(() -> engine.remember(U, "I like cats"), "this project may have 2 memories");
        refused(() -> engine.add(inferred(U, "I like cats")), "2 memories");
        engine.editor.delete(engine.caller, tea.id(), false, NO_PAYLOAD);
        engine.clock.advance(FORGOTTEN);

        assertThat(engine.remember(U, "I like cats").text()).isEqualTo("I like cats");
    }

    @Test
    void anImportThatDoesNotFitIsRefusedAsAWhole() {
        use(new Limits(2, 0, 0));
        var three = verbatim(U, user("one"), user("two"), user("three"));

        refused(() -> engine.add(three), "2 memories");

        assertThat(engine.texts()).isEmpty();
        assertThat(engine.add(verbatim(U, user("one"), user("two"))).results()).hasSize(2);
    }

    @Test
    void addsAreCountedByTheMonth() {
        use(new Limits(0, 2, 0));
        engine.clock.set(Instant.parse("2027-03-31T23:59:50Z"));
        engine.remember(U, "one");
        engine.remember(U, "two");

        refused(() -> engine.remember(U, "three"), "this project may have 2 adds a month");
        engine.clock.set(Instant.parse("2027-04-01T00:00:00Z"));

        engine.remember(U, "three");
        assertThat(engine.texts()).containsExactly("one", "three", "two");
    }

    @Test
    void searchesAndListsShareTheirNumber() {
        use(new Limits(0, 0, 2));
        engine.search("tea", OF_U);
        engine.list(OF_U);

        refused(() -> engine.search("tea", OF_U), "2 searches and lists a month");
        refused(() -> engine.list(OF_U), "2 searches and lists a month");
    }

    /// Also what other nodes counted meanwhile, and nothing twice.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void usageReadAnewIsWhatWasUsed(int before) {
        use(new Limits(0, 0, 3));
        for (var i = 0; i < before; i++) {
            engine.list(OF_U);
        }
        engine.clock.advance(FORGOTTEN);

        for (var i = before; i < 3; i++) {
            engine.list(OF_U);
        }
        refused(() -> engine.list(OF_U), "3 searches");
    }

    @Test
    void whatIsRefusedIsNotCounted() {
        use(new Limits(0, 1, 0));
        engine.remember(U, "one");
        refused(() -> engine.remember(U, "two"), "1 adds");
        refused(() -> engine.remember(U, "two"), "1 adds");

        assertThat(engine.reader.statistics(engine.caller).events().adds()).isEqualTo(1);
    }

    @Test
    void readingOneMemoryIsFree() {
        use(new Limits(0, 0, 1));
        var tea = engine.remember(U, "I like tea");
        for (var i = 0; i < 3; i++) {
            assertThat(engine.reader.get(engine.caller, tea.id())).isEqualTo(tea);
        }
        assertThat(engine.list(OF_U).items()).containsExactly(tea);
    }

    @Test
    void anotherProjectHasItsOwnQuota() {
        use(new Limits(0, 0, 1));
        engine.list(OF_U);
        var elsewhere =
                Engine.caller(
                        engine.caller.organization(), ProjectId.random(), Role.OWNER, Access.ADMIN);

        assertThat(engine.reader.list(elsewhere, everything()).items()).isEmpty();
        refused(() -> engine.reader.list(elsewhere, everything()), "1 searches");
    }

    @Test
    void theDashboardReadsAndAddsForFree() {
        use(new Limits(0, 1, 1));
        var dashboard = inDashboard(engine.caller);
        engine.list(OF_U);
        engine.remember(U, "one");

        engine.intake.addNow(dashboard, verbatim(U, "two"), NO_PAYLOAD);

        assertThat(engine.reader.list(dashboard, everything()).total()).isEqualTo(2);
        engine.clock.advance(FORGOTTEN);
        refused(() -> engine.list(OF_U), "1 searches");
        refused(() -> engine.remember(U, "three"), "1 adds");
    }

    private static ListAsk everything() {
        return new ListAsk(OF_U, Page.Ask.first(10), SearchAsk.Shown.USUAL, Scope.NONE, NO_PAYLOAD);
    }

    private static Caller inDashboard(Caller caller) {
        var key = caller.identity();
        var identity =
                new Identity(
                        key.account(),
                        key.username(),
                        key.email(),
                        key.serverAdmin(),
                        key.access(),
                        new Credential.Session(SessionId.random()));
        return new Caller(identity, caller.organization(), caller.project(), caller.role());
    }

    private void use(Limits limits) {
        engine.close();
        engine = new Engine(limits);
    }

    private static void refused(Runnable call, String why) {
        assertThatExceptionOfType(Failure.TooLarge.class)
                .isThrownBy(call::run)
                .withMessageContaining(why);
    }
}
