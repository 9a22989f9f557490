package dev.keepsake.login;

/// Delivers letters. Safe for many threads.
public interface Mailer {

    /// Whether letters go anywhere at all.
    boolean isOn();

    /// Takes a letter and returns at once, so that nobody can tell from the time an answer takes
    /// whether one was sent. One that cannot be delivered is lost; the log says so.
    void send(Letter letter);
}
