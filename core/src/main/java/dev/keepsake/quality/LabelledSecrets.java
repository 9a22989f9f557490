package dev.keepsake.quality;

import dev.keepsake.quality.SecretScan.Finding;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Secrets that the text calls so: `password: hunter2`, `my PIN is 4711`, `API_KEY=…`. The label
/// says how much the value must look like a secret to be one.
final class LabelledSecrets {

    /// How far behind a label its value may be.
    private static final int REACH = 160;

    private static final int LONGEST_WORD = 40;
    private static final int LONGEST_PHRASE = 300;
    private static final int LONGEST_TOKEN = 512;

    /// Words between a label and its token, in characters.
    private static final int NEAR = 48;

    /// What a label names, and what its values are called.
    private enum Label {
        /// Whatever follows may be one, words included.
        PASSWORD("password"),
        /// Twelve or more words.
        PHRASE("recovery phrase"),
        /// Digits.
        PIN("pin"),
        /// Digits, too, where the words before say of what.
        CODE("access code"),
        /// Long and random, or it is the word for something else.
        TOKEN("token");

        private final String kind;

        Label(String kind) {
            this.kind = kind;
        }
    }

    private static final Set<String> PASSWORDS =
            Set.of(
                    "password",
                    "passwort",
                    "kennwort",
                    "passphrase",
                    "passcode",
                    "passwd",
                    "pwd",
                    "contraseña",
                    "senha",
                    "wachtwoord",
                    "passwords");
    private static final Set<String> TOKENS =
            Set.of("secret", "token", "apikey", "credential", "credentials", "bearer");
    private static final Set<String> TOKEN_ENDINGS =
            Set.of(
                    "apikey",
                    "accesskey",
                    "secretkey",
                    "privatekey",
                    "accountkey",
                    "encryptionkey",
                    "signingkey",
                    "authkey",
                    "token",
                    "secret");
    private static final Set<String> KEYS_OF =
            Set.of(
                    "api",
                    "secret",
                    "access",
                    "private",
                    "auth",
                    "encryption",
                    "signing",
                    "account",
                    "master",
                    "service",
                    "license",
                    "deploy",
                    "root");
    private static final Set<String> CODES_OF =
            Set.of(
                    "door",
                    "gate",
                    "alarm",
                    "entry",
                    "access",
                    "security",
                    "garage",
                    "lock",
                    "safe",
                    "verification",
                    "unlock",
                    "otp",
                    "2fa",
                    "login",
                    "vault",
                    "keypad",
                    "pin");

    private static final Pattern ASSIGNED =
            Pattern.compile("[\"'`\\])*_]{0,3}\\s{0,3}(=>|->|:=|[=:：])\\s{0,3}");
    private static final Pattern SAID =
            Pattern.compile(
                    "(?i)(?:\\s{1,2}(?:for|to|of|on|at|in|code|number|für|vom|zum|para|de|del|do)"
                            + "\\s[^.!?\\n:=]{1,50}?|\\s{1,2}(?:code|number))?"
                            + "\\s{1,2}(?:is|was|ist|war|lautet|es|é|è|est|are|=)(?:\\s{1,2}(?:now|set to"
                            + "|simply|just|still|called))?[:\\s]\\s{0,2}");
    private static final Pattern CHANGED = Pattern.compile("(?i)\\s{1,2}(?:to|auf|into)\\s{1,2}");
    private static final Pattern SPACED = Pattern.compile("\\s{1,2}");

    private static final Pattern QUOTED =
            Pattern.compile(
                    "\"([^\"\\n]{3,80})\"|'([^'\\n]{3,80})'|`([^`\\n]{3,80})`|“([^”\\n]{3,80})”");
    private static final Pattern VALUE = Pattern.compile("[^\\s\"'`<>,;]{3,120}");
    private static final Pattern DIGITS = Pattern.compile("\\d{3,10}(?![\\d\\p{L}])");
    private static final Pattern SEED =
            Pattern.compile("[^\\n]{0,40}?\\b((?:[a-z]{3,8}[\\s,]{1,3}){11,23}[a-z]{3,8})\\b");
    private static final Pattern SENTENCE_END = Pattern.compile("[.!?)\\]}»”*]{1,3}$");
    private static final Pattern PLACEHOLDER =
            Pattern.compile(
                    "(?i)[<\\[{(*$%].*|.*[>\\]}]|x{3,}|\\*+|\\.{2,}|your[-_ ].*|my[-_]?(?:password|secret|key"
                            + "|token)|none|null|nil|true|false|undefined|redacted|hidden|masked|example"
                            + "|placeholder|todo|n/a|\\w*_?here");

    /// What programs assign: calls, elements, other variables.
    private static final Pattern EXPRESSION =
            Pattern.compile(
                    "[A-Za-z_$][\\w.$]*[(\\[].*|[A-Za-z_$]+(?:[._][A-Za-z_$]+)+|(?i:str|string|text|bytes|char"
                            + "|varchar|bool|boolean|int|integer|object|any|optional|required|field"
                            + "|f|r|b|self|this|[a-z_]*password[a-z_]*|hash|hashed)\\W*");

    /// What is said of passwords, and is none.
    private static final Set<String> SAID_OF_PASSWORDS =
            Set.of(
                    """
                    not no the a an so too very my your his her our their its it this that these those
                    to on in at by with for from of and or but if when where what which who why how
                    same different wrong correct right incorrect invalid valid weak strong secure safe
                    bad good fine okay ok hard easy long short old new empty blank missing due lost
                    gone stolen known unknown secret private public important stuck broken down up
                    being going about always never still now only also again more less most least
                    everywhere somewhere nowhere nothing something anything everything case sensitive
                    auto random unique simple tricky terrible awful great stupid silly
                    required needed there here written kept under inside behind near up-to-date
                    case-sensitive hash hashes nicht das der die ein eine falsch richtig weg neu alt\
                    """
                            .split("\\s+"));

    private LabelledSecrets() {}

    static void find(String text, Consumer<Finding> found) {
        var at = 0;
        @Nullable String before = null;
        while (at < text.length()) {
            if (!isWordPart(text.charAt(at))) {
                at++;
                continue;
            }
            var end = at;
            while (end < text.length() && isWordPart(text.charAt(end))) {
                end++;
            }
            var next = end;
            if (end - at <= LONGEST_WORD) {
                var word = text.substring(at, end).toLowerCase(Locale.ROOT);
                var label = label(word, before);
                if (label != null) {
                    next = Math.max(end, value(text, at, end, label, found));
                }
                before = word;
            } else {
                before = null;
            }
            at = next;
        }
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-';
    }

    private static @Nullable Label label(String word, @Nullable String before) {
        var last = word.substring(Math.max(word.lastIndexOf('_'), word.lastIndexOf('-')) + 1);
        var first = last.length() == word.length() ? before : previousPart(word, last);
        if (PASSWORDS.contains(last) || last.endsWith("password")) {
            return word.contains("hash") || "hashed".equals(before) ? null : Label.PASSWORD;
        }
        return switch (last) {
            case "pass" -> word.length() > 4 ? Label.PASSWORD : null;
            case "passe" -> "de".equals(before) ? Label.PASSWORD : null;
            case "pin", "cvv", "cvc", "cvv2", "puk" -> Label.PIN;
            case "code" -> first != null && CODES_OF.contains(first) ? Label.CODE : null;
            case "phrase" -> isSeed(first) ? Label.PHRASE : null;
            case "mnemonic" -> Label.PHRASE;
            case "key" -> first != null && KEYS_OF.contains(first) ? Label.TOKEN : null;
            default -> isToken(last) ? Label.TOKEN : null;
        };
    }

    private static String previousPart(String word, String last) {
        var head = word.substring(0, word.length() - last.length() - 1);
        return head.substring(Math.max(head.lastIndexOf('_'), head.lastIndexOf('-')) + 1);
    }

    private static boolean isSeed(@Nullable String word) {
        return "seed".equals(word) || "recovery".equals(word) || "mnemonic".equals(word);
    }

    private static boolean isToken(String word) {
        return TOKENS.contains(word)
                || word.length() > 6 && TOKEN_ENDINGS.stream().anyMatch(word::endsWith);
    }

    /// @return behind the value, or -1
    private static int value(
            String text, int labelStart, int labelEnd, Label label, Consumer<Finding> found) {
        var look = new Look(text, labelEnd, Math.min(text.length(), labelEnd + REACH));
        var value =
                switch (label) {
                    case PASSWORD -> password(look, isChanged(text, labelStart));
                    case PHRASE -> phrase(look);
                    case PIN, CODE -> digits(look, label == Label.PIN);
                    case TOKEN -> token(look);
                };
        if (value == null) {
            return -1;
        }
        found.accept(new Finding(value.start, value.end, label.kind));
        return value.end;
    }

    private record Span(int start, int end) {}

    /// The text behind a label.
    private record Look(String text, int from, int to) {

        private @Nullable Matcher lookingAt(Pattern pattern, int at) {
            var matcher = pattern.matcher(text).region(Math.min(at, to), to);
            return matcher.lookingAt() ? matcher : null;
        }

        /// Behind a link between label and value, or -1.
        int behind(Pattern link) {
            var matcher = lookingAt(link, from);
            return matcher == null ? -1 : matcher.end();
        }

        @Nullable Span behind(Pattern link, Pattern value) {
            var at = behind(link);
            var matcher = at < 0 ? null : lookingAt(value, at);
            return matcher == null ? null : span(matcher);
        }

        @Nullable Span quoted(int at) {
            var matcher = at < 0 ? null : lookingAt(QUOTED, at);
            var span = matcher == null ? null : span(matcher);
            return span == null || isPlaceholder(of(span)) || isAdvice(of(span)) ? null : span;
        }

        /// What a form says of a field.
        private static boolean isAdvice(String value) {
            return value.contains(" ") && Character.isUpperCase(value.charAt(0));
        }

        /// One run without spaces, less the end of the sentence.
        @Nullable Span run(int at) {
            var matcher = at < 0 ? null : lookingAt(VALUE, at);
            if (matcher == null || isPlaceholder(matcher.group())) {
                return null;
            }
            var plain = SENTENCE_END.matcher(matcher.group()).replaceFirst("");
            return plain.length() < 3
                    ? null
                    : new Span(matcher.start(), matcher.start() + plain.length());
        }

        String of(Span span) {
            return text.substring(span.start, span.end);
        }

        boolean endsLine(int at) {
            return at >= text.length() || text.charAt(at) == '\n' || text.charAt(at) == '\r';
        }

        /// Whether the clause ends there: a plain word is a password only when nothing goes on.
        boolean endsClause(int at) {
            return endsLine(at)
                    || ".,;!?)\"'".indexOf(text.charAt(at)) >= 0
                    || text.startsWith(" and ", at)
                    || text.startsWith(" but ", at);
        }

        private static Span span(Matcher matcher) {
            for (var group = 1; group <= matcher.groupCount(); group++) {
                if (matcher.start(group) >= 0) {
                    return new Span(matcher.start(group), matcher.end(group));
                }
            }
            return new Span(matcher.start(), matcher.end());
        }
    }

    // --- passwords

    private static boolean isChanged(String text, int at) {
        var before = text.substring(Math.max(0, at - 40), at).toLowerCase(Locale.ROOT);
        return before.contains("chang") || before.contains("set ") || before.contains("reset");
    }

    private static @Nullable Span password(Look look, boolean changed) {
        var link = look.lookingAt(ASSIGNED, look.from);
        if (link != null) {
            return assigned(look, link);
        }
        var said = said(look, look.behind(SAID));
        if (said != null) {
            return said;
        }
        var to = changed ? look.run(look.behind(CHANGED)) : null;
        if (to != null && isTelling(look.of(to))) {
            return to;
        }
        var next = look.run(look.behind(SPACED));
        return next != null && isTelling(look.of(next)) && hasLetterAndDigit(look.of(next))
                ? next
                : null;
    }

    private static @Nullable Span assigned(Look look, Matcher link) {
        var quoted = look.quoted(link.end());
        if (quoted != null) {
            return quoted;
        }
        var run = look.run(link.end());
        if (run == null) {
            return null;
        }
        var value = look.of(run);
        if (EXPRESSION.matcher(value).matches()) {
            return null;
        }
        var isTight = link.group().equals("=");
        return isTight || isTelling(value) || isPlainEnd(look, run) ? run : null;
    }

    /// `password: swordfish` at the end of a line.
    private static boolean isPlainEnd(Look look, Span run) {
        return look.endsLine(run.end) && isPlainPassword(look.of(run));
    }

    private static @Nullable Span said(Look look, int at) {
        var quoted = look.quoted(at);
        if (quoted != null) {
            return quoted;
        }
        var run = look.run(at);
        if (run == null) {
            return null;
        }
        var isPlain = look.endsClause(run.end) && isPlainPassword(look.of(run));
        return isPlain || isTelling(look.of(run)) ? run : null;
    }

    /// A word that is not a way to speak of passwords.
    private static boolean isPlainPassword(String value) {
        var word = value.toLowerCase(Locale.ROOT);
        return word.length() >= 4
                && !SAID_OF_PASSWORDS.contains(word)
                && !word.matches(".*(?:ed|ing|ly|able|ible|ful|ous|ive|ent|ant|less|n't)$");
    }

    /// Not a word of any language: digits or marks inside, or capitals in odd places.
    private static boolean isTelling(String value) {
        return value.length() >= 4
                && !value.contains("://")
                && (value.chars().anyMatch(c -> c >= '0' && c <= '9')
                        || value.matches(".*[!@#$%^&*+=_~|\\\\].*")
                        || value.matches("\\p{L}*\\p{Ll}\\p{Lu}\\p{L}*"));
    }

    private static boolean hasLetterAndDigit(String value) {
        return value.length() >= 6 && value.matches(".*\\d.*") && value.matches(".*\\p{L}.*");
    }

    static boolean isPlaceholder(String value) {
        return PLACEHOLDER.matcher(value).matches();
    }

    // --- phrases

    private static @Nullable Span phrase(Look look) {
        var to = Math.min(look.text.length(), look.from + LONGEST_PHRASE);
        var matcher = SEED.matcher(look.text).region(look.from, to);
        return matcher.lookingAt() ? new Span(matcher.start(1), matcher.end(1)) : null;
    }

    // --- codes

    private static @Nullable Span digits(Look look, boolean alone) {
        var assigned = look.behind(ASSIGNED, DIGITS);
        if (assigned != null) {
            return assigned;
        }
        var said = look.behind(SAID, DIGITS);
        return said == null && alone ? look.behind(SPACED, DIGITS) : said;
    }

    // --- tokens

    private static @Nullable Span token(Look look) {
        var link = look.lookingAt(ASSIGNED, look.from);
        if (link != null) {
            var at = link.end();
            var quote = at < look.to && "\"'`".indexOf(look.text.charAt(at)) >= 0 ? 1 : 0;
            var run = look.run(at + quote);
            if (run != null && look.of(run).equalsIgnoreCase("bearer")) {
                run = look.run(run.end + 1);
            }
            return run != null && isRandom(look.of(run), 8) ? run : null;
        }
        return randomNear(look);
    }

    /// The first random run soon after the label, in the same line.
    private static @Nullable Span randomNear(Look look) {
        var start = look.from;
        while (start < look.to && start - look.from <= NEAR && look.text.charAt(start) != '\n') {
            var end = start;
            while (end < look.text.length()
                    && end - start < LONGEST_TOKEN
                    && isTokenPart(look.text, end)) {
                end++;
            }
            if (end - start >= 16 && isRandom(look.text.substring(start, end), 16)) {
                return new Span(start, end);
            }
            start = Math.max(end, start + 1);
        }
        return null;
    }

    private static boolean isTokenPart(String text, int at) {
        var c = text.charAt(at);
        return KnownTokens.isAlphanumeric(c) || "_-+/=.~".indexOf(c) >= 0;
    }

    /// Letters and digits mixed as words and dates do not mix them.
    private static boolean isRandom(String value, int min) {
        if (value.length() < min || isPlaceholder(value) || value.contains("://")) {
            return false;
        }
        var digits = value.chars().filter(c -> c >= '0' && c <= '9').count();
        var letters = value.chars().filter(Character::isLetter).count();
        return letters >= 2
                && (digits >= 2 && entropy(value) >= 2.5 || digits == 1 && entropy(value) >= 3.5);
    }

    /// Shannon's, in bits for each character.
    private static double entropy(String value) {
        var counts = new int[128];
        value.chars().filter(c -> c < 128).forEach(c -> counts[c]++);
        var entropy = 0.0;
        for (var count : counts) {
            if (count > 0) {
                var share = (double) count / value.length();
                entropy -= share * Math.log(share) / Math.log(2);
            }
        }
        return entropy;
    }
}
