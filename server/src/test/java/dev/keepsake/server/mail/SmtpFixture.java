package dev.keepsake.server.mail;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A mail server of its own on any free port, which wants a login.
public final class SmtpFixture implements AutoCloseable {

    private final GreenMail mail =
            new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    /// Starts it.
    public SmtpFixture() {
        mail.setUser("keepsake@example.org", "keepsake", "mail secret");
        mail.start();
    }

    int port() {
        return mail.getSmtp().getPort();
    }

    /// What a server needs to send through it.
    public Map<String, String> settings() {
        return Map.of(
                "KEEPSAKE_AUTH_EMAIL_MODE", "smtp",
                "KEEPSAKE_AUTH_EMAIL_HOST", "127.0.0.1",
                "KEEPSAKE_AUTH_EMAIL_PORT", String.valueOf(port()),
                "KEEPSAKE_AUTH_EMAIL_SECURITY", "none",
                "KEEPSAKE_AUTH_EMAIL_USER", "keepsake",
                "KEEPSAKE_AUTH_EMAIL_PASSWORD", "mail secret",
                "KEEPSAKE_AUTH_EMAIL_FROM", "keepsake@example.org");
    }

    /// The texts that came for an address, oldest first; waits for as many as wanted.
    public List<String> await(String email, int wanted) {
        var until = Instant.now().plusSeconds(20);
        while (received(email).size() < wanted) {
            if (Instant.now().isAfter(until)) {
                throw new AssertionError("no mail for " + email + " within 20 s");
            }
            mail.waitForIncomingEmail(100, received() + 1);
        }
        return received(email);
    }

    /// The texts that came for an address so far.
    public List<String> received(String email) {
        return Stream.of(mail.getReceivedMessages())
                .filter(message -> recipient(message).equals(email))
                .map(SmtpFixture::text)
                .toList();
    }

    /// The code in a text.
    public static String code(String text) {
        var code = Pattern.compile("\\b\\d{6}\\b").matcher(text);
        if (!code.find()) {
            throw new AssertionError("no code in " + text);
        }
        return code.group();
    }

    int received() {
        return mail.getReceivedMessages().length;
    }

    private static String recipient(jakarta.mail.internet.MimeMessage message) {
        try {
            return message.getAllRecipients()[0].toString();
        } catch (jakarta.mail.MessagingException wrong) {
            throw new IllegalStateException(wrong);
        }
    }

    private static String text(jakarta.mail.internet.MimeMessage message) {
        try {
            return message.getSubject() + "\n" + message.getContent();
        } catch (jakarta.mail.MessagingException | java.io.IOException wrong) {
            throw new IllegalStateException(wrong);
        }
    }

    @Override
    public void close() {
        mail.stop();
    }
}
