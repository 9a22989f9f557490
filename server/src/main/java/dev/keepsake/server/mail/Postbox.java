package dev.keepsake.server.mail;

import dev.keepsake.login.Letter;
import dev.keepsake.login.Mailer;
import dev.keepsake.server.config.MailConfig;
import jakarta.mail.MessagingException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Delivers letters one after another, behind the back of whoever sends them, in the way that the
/// settings say at the time. A letter that cannot be delivered is lost and logged, without its
/// text; who wants it asks for another. Safe for many threads.
public final class Postbox implements Mailer, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Postbox.class.getName());
    private static final int MOST_WAITING = 1000;

    private final Supplier<MailConfig> settings;
    private final ThreadPoolExecutor postman =
            new ThreadPoolExecutor(
                    0,
                    1,
                    10,
                    TimeUnit.SECONDS,
                    new ArrayBlockingQueue<>(MOST_WAITING),
                    Thread.ofPlatform().daemon().name("postman").factory());

    /// @param settings asked for each letter
    public Postbox(Supplier<MailConfig> settings) {
        this.settings = settings;
    }

    @Override
    public boolean isOn() {
        return !(settings.get() instanceof MailConfig.Off);
    }

    @Override
    public void send(Letter letter) {
        try {
            postman.execute(() -> deliver(letter));
        } catch (RejectedExecutionException full) {
            LOG.log(System.Logger.Level.WARNING, "too many letters are waiting; one was dropped");
        }
    }

    private void deliver(Letter letter) {
        switch (settings.get()) {
            case MailConfig.Off _ -> {}
            case MailConfig.Log _ ->
                    LOG.log(
                            System.Logger.Level.INFO,
                            "letter to {0}: {1}\n{2}",
                            letter.to(),
                            letter.subject(),
                            letter.text());
            case MailConfig.Smtp smtp -> mail(smtp, letter);
        }
    }

    private static void mail(MailConfig.Smtp smtp, Letter letter) {
        try {
            SmtpServer.at(smtp).take(letter);
        } catch (MessagingException | RuntimeException failed) {
            // what the server said may repeat the address, but neither text nor password
            LOG.log(
                    System.Logger.Level.WARNING,
                    "a letter could not be delivered through {0}:{1}: {2}",
                    smtp.host(),
                    String.valueOf(smtp.port()),
                    failed.toString());
        }
    }

    /// Lets letters that are waiting go out, for a while.
    @Override
    public void close() {
        postman.shutdown();
        try {
            if (!postman.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.log(System.Logger.Level.WARNING, "letters were still waiting");
                postman.shutdownNow();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
