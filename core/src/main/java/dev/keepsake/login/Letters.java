package dev.keepsake.login;

import org.jspecify.annotations.Nullable;

/// The words of the letters that are sent.
final class Letters {

    private Letters() {}

    static Letter code(String email, String code) {
        return new Letter(
                email,
                "Your Keepsake code: " + code,
                """
                Your code is %s

                It works once, for %d minutes. If you did not ask for it, ignore this letter: without the code
                nobody gets in.
                """
                        .formatted(code, Codes.LIFETIME.toMinutes()));
    }

    static Letter passwordReset(String email, String token, @Nullable String baseUrl) {
        var way =
                baseUrl == null
                        ? "open your Keepsake server's dashboard, choose \"Forgot password\" and enter this token:\n\n"
                                + token
                        : "open this link:\n\n" + baseUrl + "/console/reset?token=" + token;
        return new Letter(
                email,
                "Your Keepsake password",
                """
                Somebody, hopefully you, asked for a new password. To choose one, %s

                It works once, for %d minutes. If it was not you, ignore this letter: your password stays as it is.
                """
                        .formatted(way, Codes.TOKEN_LIFETIME.toMinutes()));
    }
}
