package dev.keepsake.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {

    private final Passwords passwords = new Passwords();

    @Test
    void aPasswordFitsItsOwnHashOnly() {
        var hash = passwords.hash("correct horse");

        assertThat(passwords.verify("correct horse", hash)).isTrue();
        assertThat(passwords.verify("Correct horse", hash)).isFalse();
        assertThat(passwords.verify("", hash)).isFalse();
    }

    @Test
    void theHashTellsAlgorithmAndCostAndHasItsOwnSalt() {
        var hash = passwords.hash("correct horse");

        assertThat(hash)
                .startsWith("$argon2id$v=19$m=19456,t=2,p=1$")
                .doesNotContain("=$", "horse");
        assertThat(passwords.hash("correct horse")).isNotEqualTo(hash);
    }

    /// Made by the reference implementation (`echo -n password | argon2 somesalt -id -t 2 -m 16 -p
    /// 1`), whose cost differs from ours.
    @Test
    void hashesOfOtherProgramsAndCostsAreReadable() {
        var reference =
                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ"
                        + "$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

        assertThat(passwords.verify("password", reference)).isTrue();
        assertThat(passwords.verify("passwort", reference)).isFalse();
    }

    @Test
    void lettersBeyondAsciiCount() {
        var hash = passwords.hash("pässwörtchen");

        assertThat(passwords.verify("pässwörtchen", hash)).isTrue();
        assertThat(passwords.verify("p?ssw?rtchen", hash)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "correct horse", "$argon2i$v=19$m=65536,t=2,p=1$c2E$aGE", "$2b$10$abc"})
    void whatIsNoArgon2idHashIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> passwords.verify("any", text));
    }

    @Test
    void generatedPasswordsDifferAndHoldNoLookAlikes() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            var password = passwords.generate();
            assertThat(password).matches("[A-HJ-NP-Za-km-z2-9]{20}");
            seen.add(password);
        }
        assertThat(seen).hasSize(100);
    }
}
