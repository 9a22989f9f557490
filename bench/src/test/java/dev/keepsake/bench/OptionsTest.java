package dev.keepsake.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OptionsTest {

    private static Options parse(String... words) {
        return Options.parse(List.of(words), Set.of("--runs", "--jvm-arg"), Set.of("--json"));
    }

    @Test
    void valuesFollowTheNameOrAnEqualsSign() {
        assertThat(parse("--runs", "7").count("--runs", 5)).isEqualTo(7);
        assertThat(parse("--runs=8", "--json").count("--runs", 5)).isEqualTo(8);
        assertThat(parse("--runs=8", "--json").has("--json")).isTrue();
        assertThat(parse().count("--runs", 5)).isEqualTo(5);
        assertThat(parse().has("--json")).isFalse();
    }

    @Test
    void aRepeatedOptionKeepsAllValues() {
        var options = parse("--jvm-arg", "-Xmx1g", "--jvm-arg=-Da=b");

        assertThat(options.all("--jvm-arg")).containsExactly("-Xmx1g", "-Da=b");
    }

    @Test
    void whatDoesNotExistIsRefused() {
        assertThatThrownBy(() -> parse("--rnus", "7"))
                .isInstanceOf(BadUsage.class)
                .hasMessage("there is no option --rnus");
        assertThatThrownBy(() -> parse("--runs")).hasMessage("--runs needs a value");
        assertThatThrownBy(() -> parse("--json=yes")).isInstanceOf(BadUsage.class);
    }

    @Test
    void countsAreWholeNumbersFromOne() {
        assertThatThrownBy(() -> parse("--runs", "0").count("--runs", 5))
                .isInstanceOf(BadUsage.class)
                .hasMessage("--runs must be a whole number of at least 1, not 0");
        assertThatThrownBy(() -> parse("--runs", "ten").count("--runs", 5))
                .isInstanceOf(BadUsage.class);
    }
}
