package dev.keepsake.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretScanTest {

    /// Each without the spaces that keep scanners of source code from taking it for a real one.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    aws key             | AKIA IOSFODNN7EXAMPLE
                    google api key      | AIza SyD4x8Qe_r2Tz6-uVb9Nm1Lk3Jh5Gf7Ds0P
                    google token        | ya29. a0AfH6SMBx7Q2w9e8R5t4Y3u1I0o
                    github token        | ghp_ 16C7e42F292c6912E7710c838347Ae178B4a
                    github token        | github_pat_ 11ABCDEFG0aBcDeFgHiJkL_x1Y2z3
                    gitlab token        | glpat- Ab1Cd2Ef3Gh4Ij5Kl6Mn
                    slack token         | xoxb- 2345678901-abcDEF123456
                    slack webhook       | hooks.slack.com/services/ T024BE7LD/B024BE7LH/x1Y2z3A4b5C6
                    stripe key          | sk_live_ 4eC39HqLyjWDarjtT1zdp7dc
                    anthropic key       | sk-ant- api03-R2D2c3poX1y2Z3w4V5u6T7
                    openai key          | sk- proj-Ab12Cd34Ef56Gh78Ij90
                    npm token           | npm_ 1A2b3C4d5E6f7G8h9I0j1K2l3M4n5O6p7Q8r
                    hugging face token  | hf_ aBcDeFgHiJ1234567890kLmNoPqRsT
                    keepsake key        | m0- Ab12Cd34Ef56Gh78Ij90Kl12
                    json web token      | eyJ hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N
                    telegram token      | 110201543: AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1
                    """)
    void keysOfKnownShapesAreFound(String kind, String spaced) {
        var key = spaced.replace(" ", "");

        assertThat(SecretScan.masked("Use " + key + " for it."))
                .isEqualTo("Use [secret: %s] for it.", kind);
        assertThat(SecretScan.masked("{\"k\":\"" + key + "\"}"))
                .isEqualTo("{\"k\":\"[secret: %s]\"}", kind);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    My password is hunter2.                       | My password is [secret: password].
                    my password is swordfish                      | my password is [secret: password]
                    The wifi password is Blue!Horse and the door is green. | The wifi password is [secret: password] and the door is green.
                    the password for Netflix is kiwi99            | the password for Netflix is [secret: password]
                    I changed my password to Tr0ub4dor&3 today    | I changed my password to [secret: password] today
                    password: swordfish                           | password: [secret: password]
                    DB_PASSWORD=swordfish                         | DB_PASSWORD=[secret: password]
                    Mein Passwort lautet geheim123                | Mein Passwort lautet [secret: password]
                    Mi contraseña es gato1234                     | Mi contraseña es [secret: password]
                    login is bob with password hunter22 as usual  | login is bob with password [secret: password] as usual
                    My PIN is 4711.                               | My PIN is [secret: pin].
                    the pin for my card is 4711                   | the pin for my card is [secret: pin]
                    PIN: 0815                                     | PIN: [secret: pin]
                    The alarm code is 99812.                      | The alarm code is [secret: access code].
                    The door code for the lab is 4471             | The door code for the lab is [secret: access code]
                    api_key=9f8b7c6d5e4f                          | api_key=[secret: token]
                    my api key is 9f8b7c6d5e4f3a2b1c              | my api key is [secret: token]
                    clientSecret: a1B2c3D4e5F6                    | clientSecret: [secret: token]
                    Authorization: Bearer ab12cd34ef56gh78ij      | Authorization: Bearer [secret: token]
                    aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY | aws_secret_access_key = [secret: token]
                    token: 123e4567-e89b-12d3-a456-426614174000   | token: [secret: token]
                    postgres://app:s3cr3t@db.local:5432/x         | postgres://app:[secret: password]@db.local:5432/x
                    redis://:p4ssw0rd@cache                       | redis://:[secret: password]@cache
                    Card 4111 1111 1111 1111 exp 12/29            | Card [secret: card number] exp 12/29
                    my amex 378282246310005                       | my amex [secret: card number]
                    pay to DE89 3704 0044 0532 0130 00 please     | pay to [secret: bank account] please
                    GB82WEST12345698765432                        | [secret: bank account]
                    SSN 078-05-1120                               | SSN [secret: social security number]
                    my social security number is 219099999        | my social security number is [secret: social security number]
                    """)
    void secretsThatAreNamedAreMasked(String text, String masked) {
        assertThat(SecretScan.masked(text)).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "My password is not working.",
                "My password was stolen last week",
                "The password is on the sticky note",
                "I forgot my password again",
                "What is the wifi password?",
                "My password manager is Bitwarden",
                "The password is required",
                "password: must have 8 characters",
                "the password is complicated, I know",
                "Password reset does not work since Monday",
                "The secret is patience.",
                "the secret to a good sauce is 2 hours of patience",
                "The key is under the mat",
                "I keep a token of 1990 in my wallet",
                "The model has a context of 8192 tokens",
                "primary key 550e8400-e29b-41d4-a716-446655440000",
                "order 4111111111111111 has shipped",
                "Order number: 4111 1111 1111 1111",
                "ISBN 978-3-16-148410-0",
                "call me at +43 664 123 45 67 or 555-123-4567",
                "commit 3b18e512dba79e4c8300dd08aeb37f8e728b8dad",
                "md5 d41d8cd98f00b204e9800998ecf8427e",
                "My zip code is 90210",
                "use promo code SAVE20",
                "the pin on my jacket fell off",
                "She pinned 3 notes",
                "1234567812345678",
                "born 1990-01-02, moved 2015-06-30",
                "sk-learn-is-a-very-long-name-for-a-library",
                "see https://example.com:8080/a@b and http://user@host/",
                "mail me: ana@example.com",
                "api_key=<your key>",
                "password=${DB_PASSWORD}",
                "API_KEY=your_api_key_here",
                "Login: is at 9am",
                "We won 378 282 246 votes",
                "The event id is 01890a5d-ac96-774b-bcce-b302099a8057",
                "I have 16 bottles from 2005 and 12 from 1998",
                "My brother Token passed the exam in 2019",
                "password = db.Column(db.String(120), nullable=False)",
                "hashed_password = generate_password_hash(password, method='sha256')",
                "User(username=username, password=hashed_password)",
                "password = request.form[\"password\"]",
                "password: string",
                "{\"password\": \"Must have 8 characters\"}",
                "In 2023 I ran 4 marathons with 4444 people each"
            })
    void whatOnlyLooksLikeASecretStays(String text) {
        assertThat(SecretScan.masked(text)).isSameAs(text);
    }

    @Test
    void wholeKeyBlocksAreMasked() {
        var block =
                "-----BEGIN RSA PRIVATE"
                        + " KEY-----\nMIIEpAIBAAKCAQEA7\nq2Y8=\n-----END RSA PRIVATE"
                        + " KEY-----";

        assertThat(SecretScan.masked("a\n" + block + "\nb"))
                .isEqualTo("a\n[secret: private key]\nb");
        assertThat(SecretScan.masked("cut: " + block.substring(0, 50)))
                .isEqualTo("cut: [secret: private key]");
    }

    @Test
    void recoveryPhrasesAreMasked() {
        var words = "legal winner thank year wave sausage worth useful legal winner thank yellow";

        assertThat(SecretScan.masked("My seed phrase is " + words + "."))
                .isEqualTo("My seed phrase is [secret: recovery phrase].");
        assertThat(SecretScan.masked("He said " + words)).contains("sausage");
    }

    @Test
    void maskingAgainChangesNothing() {
        var once =
                SecretScan.masked(
                        "password: hunter2, pin: 4711, postgres://a:b2c4@d and api_key=9f8b7c6d5e4f");

        assertThat(SecretScan.hasMask(once)).isTrue();
        assertThat(SecretScan.masked(once)).isEqualTo(once);
    }

    @Test
    void severalSecretsKeepTheTextBetweenThem() {
        assertThat(SecretScan.in("a AKIA" + "IOSFODNN7EXAMPLE b 4111111111111111"))
                .extracting(SecretScan.Finding::kind)
                .containsExactly("aws key", "card number");
    }

    /// Texts that would keep a scanner busy that looks back or ahead without a bound.
    @Test
    void hostileTextsAreScannedInOneWalk() {
        var size = 1 << 20;
        for (var piece :
                List.of(
                        "password ",
                        "password for ",
                        "api key ",
                        "-----BEGIN ",
                        "-----BEGIN PRIVATE" + " KEY-----",
                        "://a:",
                        "eyJhbGciOiJ.eyJ",
                        "1 ",
                        "4",
                        "4-",
                        "AD",
                        "DE89 ",
                        "seed phrase abandon ",
                        "\"",
                        "sk-",
                        "a",
                        "é")) {
            var text = piece.repeat(size / piece.length());
            SecretScan.in(text);
            assertThat(SecretScan.in("my pin is 4711 " + text)).isNotEmpty();
        }
    }

    @Test
    void oddTextsAreFine() {
        var odd =
                List.of(
                        "",
                        ":",
                        "=",
                        "password",
                        "password:",
                        "password=",
                        "pin",
                        "://",
                        "eyJ",
                        "Q~",
                        "aaa1Q~",
                        "\uD83D",
                        "DE",
                        "DE89");

        assertThat(odd).allSatisfy(text -> assertThat(SecretScan.masked(text)).isSameAs(text));
        assertThat(Arrays.stream("password: \uD83D\uDE00\uD83D\uDE00".split(" "))).hasSize(2);
    }
}
