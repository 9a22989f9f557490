package dev.keepsake.server.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keepsake.login.Letter;
import dev.keepsake.server.config.MailConfig;
import dev.keepsake.server.config.MailConfig.Security;
import dev.keepsake.server.config.Secret;
import jakarta.mail.MessagingException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostboxTest {

    private static final Letter LETTER =
            new Letter("ana@example.org", "Grüße aus Tōkyō", "Dein Code: 123456 – viel Spaß\n");

    private final SmtpFixture server = new SmtpFixture();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aLetterArrivesWithEveryCharacter() {
        try (var postbox = new Postbox(() -> smtp("mail secret", Security.NONE))) {
            assertThat(postbox.isOn()).isTrue();
            postbox.send(LETTER);
        }

        assertThat(server.await("ana@example.org", 1).getFirst())
                .contains("Grüße aus Tōkyō")
                .contains("Dein Code: 123456 – viel Spaß");
    }

    @Test
    void aSubjectCannotSmuggleARecipientIn() {
        try (var postbox = new Postbox(() -> smtp("mail secret", Security.NONE))) {
            postbox.send(new Letter("ana@example.org", "Hi\r\nBcc: eve@example.org", "hello\n"));
        }

        assertThat(server.await("ana@example.org", 1)).hasSize(1);
        assertThat(server.received()).isEqualTo(1);
    }

    @Test
    void withoutTlsThatWasAskedForNothingIsSaid() {
        assertThatExceptionOfType(MessagingException.class)
                .isThrownBy(
                        () -> SmtpServer.at(smtp("mail secret", Security.STARTTLS)).take(LETTER));
        assertThat(server.received()).isZero();
    }

    @Test
    void aWrongPasswordIsAFailureThatDoesNotShowIt() {
        assertThatExceptionOfType(MessagingException.class)
                .isThrownBy(() -> SmtpServer.at(smtp("wrong", Security.NONE)).take(LETTER))
                .withMessageNotContaining("wrong");
    }

    @Test
    void aFailureKeepsNobodyFromSendingTheNextLetter() {
        var next = new boolean[1];
        try (var postbox =
                new Postbox(() -> {
                    var settings = smtp(next[0] ? "mail secret" : "wrong", Security.NONE);
                    next[0] = true;
                    return settings;
                })) {
            postbox.send(LETTER);
            postbox.send(LETTER);
        }

        assertThat(server.await("ana@example.org", 1)).hasSize(1);
    }

    @Test
    void offIsOff() {
        try (var postbox = new Postbox(MailConfig.Off::new)) {
            assertThat(postbox.isOn()).isFalse();
            postbox.send(LETTER);
        }
        assertThat(server.received()).isZero();
    }

    private MailConfig.Smtp smtp(String password, Security security) {
        return new MailConfig.Smtp(
                "127.0.0.1",
                server.port(),
                security,
                "keepsake",
                new Secret(password),
                "keepsake@example.org");
    }
}
