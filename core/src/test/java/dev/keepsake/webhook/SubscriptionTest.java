package dev.keepsake.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.failure.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The rules of management contract 9.1.
class SubscriptionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://hooks.example.org",
                "http://hooks.example.org:8080/m0?x=a%20b#top",
                "HTTPS://Hooks.Example.Org/",
                "http://compose_service:9000/hook",
                "http://192.168.1.7/",
                "http://[::1]:8080/",
                "https://bücher.example/größe",
                "http://x?y"
            })
    void absoluteAddressesAreAccepted(String url) {
        assertThat(Subscription.requireUrl(" " + url + " ")).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hooks.example.org",
                "/hook",
                "//hooks.example.org/",
                "ftp://hooks.example.org/",
                "file:///etc/passwd",
                "javascript:alert(1)",
                "https://",
                "https:///path",
                "https://user@hooks.example.org/",
                "https://user:secret@hooks.example.org/",
                "http://good.example.org\\@bad.example.org/",
                "https://hooks.example.org:0/",
                "https://hooks.example.org:65536/",
                "https://hooks.example.org:123456/",
                "https://hooks.example.org:port/",
                "https://hooks example.org/",
                "https://hooks.example.org/a b",
                "https://hooks.example.org/\r\nX-Evil: 1",
                "https://hooks.example.org/\u0000",
                "http://[::1",
                "http://::1/",
                "https://hooks.example.org/{id}",
                "https://hooks.example.org/%zz",
                "https://hooks.example.org/a#b#c",
                "https://hooks.example.org/\u00a0",
                "https://hooks.example.org/\ud800",
                "https://hooks.example.org%2e/",
                "https://hooks$example/"
            })
    void everythingElseIsRefused(String url) {
        assertThatThrownBy(() -> Subscription.requireUrl(url))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageStartingWith("Enter an absolute http or https URL");
    }

    @Test
    void addressesHaveALength() {
        var base = "https://hooks.example.org/";

        assertThat(Subscription.requireUrl(base + "x".repeat(2048 - base.length()))).hasSize(2048);
        assertThatThrownBy(() -> Subscription.requireUrl(base + "x".repeat(2049 - base.length())))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("2048");
    }

    @Test
    void namesHaveALength() {
        assertThat(Subscription.requireName(" sink ")).isEqualTo("sink");
        assertThat(Subscription.requireName("😀".repeat(255))).isEqualTo("😀".repeat(255));
        assertThatThrownBy(() -> Subscription.requireName(" "))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("blank");
        assertThatThrownBy(() -> Subscription.requireName("x".repeat(256)))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("255");
    }

    @Test
    void eventsAreNamedInEitherSpellingOnceEachInOrder() {
        assertThat(
                        Subscription.requireEvents(
                                List.of("memory:delete", "memory_add", "memory_delete")))
                .containsExactly(WebhookEvent.MEMORY_DELETE, WebhookEvent.MEMORY_ADD);
        assertThat(Subscription.requireEvents(List.of("ingest_job:partially_completed")))
                .containsExactly(WebhookEvent.INGEST_JOB_PARTIALLY_COMPLETED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "", "memory", "MEMORY_ADD", "memory_added", "memory_add "})
    void unknownEventsAreRefused(String name) {
        assertThatThrownBy(() -> Subscription.requireEvents(List.of("memory_add", name)))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessage("\"" + name + "\" is not a valid choice.");
    }

    @Test
    void noEventsAreRefused() {
        assertThatThrownBy(() -> Subscription.requireEvents(List.of()))
                .isInstanceOf(Failure.Invalid.class);
    }
}
