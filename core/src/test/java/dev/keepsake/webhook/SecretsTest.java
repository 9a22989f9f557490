package dev.keepsake.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.failure.Failure;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SecretsTest {

    private static final WebhookId ID = WebhookId.random();
    private static final String SECRET = "whsec_grün und geheim";

    private final Secrets secrets = with("0123456789abcdef");

    private static Secrets with(String pepper) {
        return new Secrets(pepper.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatWasSealedOpensAgainAlsoAfterARestart() {
        var sealed = secrets.seal(ID, SECRET);

        assertThat(sealed.text()).doesNotContain("geheim");
        assertThat(secrets.open(ID, sealed)).isEqualTo(SECRET);
        assertThat(with("0123456789abcdef").open(ID, sealed)).isEqualTo(SECRET);
    }

    @Test
    void sealingTwiceDoesNotLookTheSame() {
        assertThat(secrets.seal(ID, SECRET)).isNotEqualTo(secrets.seal(ID, SECRET));
    }

    @Test
    void nobodyElseOpensIt() {
        var sealed = secrets.seal(ID, SECRET);

        assertUnreadable(with("0123456789abcdeF"), ID, sealed);
        assertUnreadable(secrets, WebhookId.random(), sealed);
        assertUnreadable(secrets, ID, new SealedSecret("AAAA"));
        assertUnreadable(secrets, ID, new SealedSecret("not base64!"));
        assertUnreadable(secrets, ID, new SealedSecret("A".repeat(4) + sealed.text().substring(4)));
    }

    private static void assertUnreadable(Secrets by, WebhookId id, SealedSecret sealed) {
        assertThatThrownBy(() -> by.open(id, sealed))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining("Rotate");
    }

    @Test
    void mintedSecretsDiffer() {
        assertThat(Secrets.mint()).matches("whsec_[0-9A-Za-z]{43}").isNotEqualTo(Secrets.mint());
    }

    @Test
    void chosenSecretsHaveALength() {
        assertThat(Secrets.requireSecret("x".repeat(16))).hasSize(16);
        assertThatThrownBy(() -> Secrets.requireSecret("x".repeat(15)))
                .isInstanceOf(Failure.Invalid.class);
        assertThatThrownBy(() -> Secrets.requireSecret("x".repeat(256)))
                .isInstanceOf(Failure.Invalid.class);
    }
}
