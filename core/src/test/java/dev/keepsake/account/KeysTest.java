package dev.keepsake.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Management contract 18.4: form and storage of keys.
class KeysTest {

    private final Keys keys = new Keys("0123456789abcdef".getBytes(StandardCharsets.UTF_8));

    @Test
    void mintedKeysHaveTheFormAndDiffer() {
        var minted = Stream.generate(keys::mint).limit(200).toList();

        assertThat(minted).allMatch(Keys::isWellFormed).doesNotHaveDuplicates();
        assertThat(minted).allSatisfy(key -> assertThat(key).matches("m0-[A-Za-z0-9]{43}"));
        // every symbol of the alphabet turns up among 8600 draws
        assertThat(String.join("", minted).replace("m0-", "").chars().distinct().count())
                .isEqualTo(62);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "m0-",
                "m0-012345678901234567890123456789012345678901",
                "m0-01234567890123456789012345678901234567890123",
                "M0-0123456789012345678901234567890123456789ABC",
                "m0-0123456789012345678901234567890123456789AB_",
                "m0-0123456789012345678901234567890123456789ABC\n"
            })
    void otherTextsAreNoKeys(String text) {
        assertThat(Keys.isWellFormed(text)).isFalse();
    }

    @Test
    void theHashIsTheHmacOfTheKeyUnderThePepper() {
        // echo -n m0-test | openssl dgst -sha256 -hmac 0123456789abcdef
        assertThat(keys.hash("m0-test").hex())
                .isEqualTo("5b362c0438fb66bf8a294c71203cb27c48ed8641de50b4f4566108185caf9d01");
    }

    @Test
    void theHashDependsOnKeyAndPepperOnly() {
        var other = new Keys("fedcba9876543210".getBytes(StandardCharsets.UTF_8));

        assertThat(keys.hash("k")).isEqualTo(keys.hash("k"));
        assertThat(keys.hash("k")).isNotEqualTo(keys.hash("l"));
        assertThat(keys.hash("k")).isNotEqualTo(other.hash("k"));
    }

    @Test
    void aShortPepperIsRefused() {
        assertThatThrownBy(() -> new Keys(new byte[15]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void changingThePepperArrayLaterChangesNothing() {
        var pepper = "0123456789abcdef".getBytes(StandardCharsets.UTF_8);
        var careful = new Keys(pepper);
        pepper[0] = 0;

        assertThat(careful.hash("m0-test")).isEqualTo(keys.hash("m0-test"));
    }
}
