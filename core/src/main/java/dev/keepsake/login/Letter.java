package dev.keepsake.login;

/// A plain letter to one reader.
public record Letter(String to, String subject, String text) {

    @Override
    public String toString() {
        return "Letter[" + subject + "]";
    }
}
