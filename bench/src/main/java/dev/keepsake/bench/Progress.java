package dev.keepsake.bench;

/// Tells the person who waits what is going on, on standard error.
public final class Progress {

    private Progress() {}

    public static void say(String form, Object... values) {
        System.err.printf(form + "%n", values);
    }
}
