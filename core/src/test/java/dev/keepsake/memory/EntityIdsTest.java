package dev.keepsake.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.failure.Failure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntityIdsTest {

    @Test
    void idsAreTrimmedAndOtherwiseKeptAsTheyAre() {
        assertThat(EntityIds.forWriting(EntityKind.USER, "  Ana María@a/b c "))
                .isEqualTo("Ana María@a/b c");
        assertThat(EntityIds.forReading(EntityKind.USER, "\tana\n")).isEqualTo("ana");
    }

    @Test
    void numbersBecomeTheirPlainText() {
        assertThat(EntityIds.forWriting(EntityKind.RUN, 42)).isEqualTo("42");
        assertThat(EntityIds.forWriting(EntityKind.RUN, 4.0)).isEqualTo("4");
        assertThat(EntityIds.forWriting(EntityKind.RUN, 1e15)).isEqualTo("1000000000000000");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "")
    void nullAndTheEmptyTextAreAbsent(Object value) {
        assertThat(EntityIds.forReading(EntityKind.APP, value)).isNull();
        assertThat(EntityIds.forWriting(EntityKind.APP, value)).isNull();
    }

    @Test
    void lengthIsCountedInCharactersOfUnicode() {
        var longest = "🙂".repeat(255);

        assertThat(EntityIds.forWriting(EntityKind.USER, longest)).isEqualTo(longest);
        assertThatThrownBy(() -> EntityIds.forWriting(EntityKind.USER, longest + "x"))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageStartingWith("user_id: must be 1 to 255 characters, not ");
    }

    @Test
    void blankIdsAreRefused() {
        assertThatThrownBy(() -> EntityIds.forReading(EntityKind.AGENT, "   "))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessage("agent_id: must be 1 to 255 characters, not \"   \"");
    }

    @Test
    void otherTypesAreRefused() {
        for (var value : List.of(true, List.of("a"), Map.of("a", "b"))) {
            assertThatThrownBy(() -> EntityIds.forReading(EntityKind.USER, value))
                    .isInstanceOf(Failure.Invalid.class)
                    .hasMessageStartingWith("user_id: must be a string, not ");
        }
    }

    @Test
    void halfASurrogatePairIsRefused() {
        assertThatThrownBy(() -> EntityIds.forWriting(EntityKind.USER, "a\ud800"))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageStartingWith("user_id: must be well-formed Unicode");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", ".", "..", " .. "})
    void writesRefuseTheWildcardAndWhatNoPathCanName(String id) {
        assertThatThrownBy(() -> EntityIds.forWriting(EntityKind.USER, id))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageStartingWith("user_id: must not be ");
        assertThat(EntityIds.forReading(EntityKind.USER, id)).isEqualTo(id.strip());
    }
}
