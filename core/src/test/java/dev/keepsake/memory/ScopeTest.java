package dev.keepsake.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The scopes of the engine contract's vocabulary.
class ScopeTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, -, -, ''",
                "u, -, -, -, user_id=u",
                "u, a, p, r, agent_id=a&app_id=p&run_id=r&user_id=u",
                "a=b&c%d, -, -, -, user_id=a%3Db%26c%25d",
                "u, -, -, x&run_id=y, run_id=x%26run_id%3Dy&user_id=u",
            })
    void theSessionKeyNamesTheIdsInOrder(
            String user, String agent, String app, String run, String key) {
        assertThat(new Scope(user, agent, app, run).sessionKey()).isEqualTo(key);
    }

    @Test
    void differentScopesHaveDifferentSessionKeys() {
        assertThat(new Scope("a&user_id=b", null, null, null).sessionKey())
                .isNotEqualTo(new Scope("a", null, null, null).sessionKey());
        assertThat(Scope.ofUser("%26").sessionKey()).isNotEqualTo(Scope.ofUser("&").sessionKey());
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "u, -, -, r, u, -, -, -",
                "-, a, p, r, -, a, p, -",
                "u, a, p, r, u, a, p, -",
                "-, -, p, r, -, -, p, r",
                "-, -, -, r, -, -, -, r",
                "-, -, p, -, -, -, p, -",
            })
    void theRunIsPartOfTheOwnerOnlyWithoutUserAndAgent(
            String user,
            String agent,
            String app,
            String run,
            String ownerUser,
            String ownerAgent,
            String ownerApp,
            String ownerRun) {
        assertThat(new Scope(user, agent, app, run).owner())
                .isEqualTo(new Scope(ownerUser, ownerAgent, ownerApp, ownerRun));
    }

    @Test
    void eachKindOfIdIsReadAndReplacedByItself() {
        var scope = new Scope("u", "a", "p", "r");

        for (var kind : EntityKind.values()) {
            assertThat(scope.with(kind, "x").id(kind)).isEqualTo("x");
            assertThat(scope.with(kind, null).with(kind, scope.id(kind))).isEqualTo(scope);
            assertThat(Scope.NONE.with(kind, "x").isEmpty()).isFalse();
        }
        assertThat(Scope.NONE.isEmpty()).isTrue();
    }
}
