package dev.keepsake.server.mail;

import dev.keepsake.login.Letter;
import dev.keepsake.server.config.MailConfig;
import dev.keepsake.server.config.MailConfig.Security;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.Date;
import java.util.Properties;

/// A mail server that takes letters. Every letter is a conversation of its own: there are few.
final class SmtpServer {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final MailConfig.Smtp settings;

    private SmtpServer(MailConfig.Smtp settings) {
        this.settings = settings;
    }

    static SmtpServer at(MailConfig.Smtp settings) {
        return new SmtpServer(settings);
    }

    /// @throws MessagingException when the server cannot be reached or does not want it
    void take(Letter letter) throws MessagingException {
        var session = Session.getInstance(properties());
        var message = new MimeMessage(session);
        message.setFrom(new InternetAddress(settings.from()));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(letter.to(), true));
        message.setSubject(letter.subject(), "UTF-8");
        message.setText(letter.text(), "UTF-8");
        message.setSentDate(new Date());
        message.saveChanges();
        try (var transport = session.getTransport("smtp")) {
            connect(transport);
            transport.sendMessage(message, message.getAllRecipients());
        }
    }

    private void connect(Transport transport) throws MessagingException {
        var password = settings.password();
        transport.connect(settings.user(), password == null ? null : password.value());
    }

    private Properties properties() {
        var properties = new Properties();
        var patience = String.valueOf(PATIENCE.toMillis());
        properties.put("mail.smtp.host", settings.host());
        properties.put("mail.smtp.port", String.valueOf(settings.port()));
        properties.put("mail.smtp.auth", String.valueOf(settings.user() != null));
        properties.put("mail.smtp.connectiontimeout", patience);
        properties.put("mail.smtp.timeout", patience);
        properties.put("mail.smtp.writetimeout", patience);
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        properties.put("mail.smtp.ssl.enable", String.valueOf(settings.security() == Security.TLS));
        var starttls = String.valueOf(settings.security() == Security.STARTTLS);
        properties.put("mail.smtp.starttls.enable", starttls);
        properties.put("mail.smtp.starttls.required", starttls);
        return properties;
    }
}
