package dev.keepsake.quality;

import dev.keepsake.quality.SecretScan.Finding;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Numbers of payment cards (issuer ranges and check digit), international bank accounts (country,
/// length and check digits) and United States social security numbers.
final class BankNumbers {

    private static final int MOST_DIGITS = 19;

    /// How card numbers are written, by the lengths of their groups.
    private static final List<List<Integer>> GROUPINGS =
            List.of(
                    List.of(4, 4, 4, 4),
                    List.of(4, 6, 5),
                    List.of(4, 6, 4),
                    List.of(4, 4, 4, 4, 3));

    private static final int LABEL_DISTANCE = 32;
    private static final Pattern OTHER_NUMBER =
            Pattern.compile(
                    "(?i)\\b(?:order|invoice|tracking|shipment|parcel|ticket|case|reference|ref|isbn|issn"
                            + "|imei|serial|confirmation|booking|transaction|article|sku|ean|barcode)\\b"
                            + "[^.\\n]{0,24}$");
    private static final Pattern SOCIAL_SECURITY =
            Pattern.compile("(?i)\\b(?:ssn|social security(?: number)?)\\b[^.\\n\\d]{0,16}$");

    private static final String LENGTHS =
            "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BR29BY28CH21CR22CY28CZ24DE22DK18DO28EE20EG29ES24FI18"
                    + "FO18FR27GB22GE22GI23GL18GR27GT28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32"
                    + "LI21LT20LU20LV21LY25MC27MD24ME22MK19MR27MT31MU30NL18NO15PK24PL28PS29PT25QA29RO24"
                    + "RS22SA24SC31SE24SI19SK24SM27ST25SV28TL23TN24TR26UA29VA22VG24XK20";
    private static final Map<String, Integer> LENGTH_OF = new HashMap<>();
    private static final BigInteger CHECK = BigInteger.valueOf(97);

    static {
        for (var at = 0; at < LENGTHS.length(); at += 4) {
            LENGTH_OF.put(
                    LENGTHS.substring(at, at + 2),
                    Integer.valueOf(LENGTHS.substring(at + 2, at + 4)));
        }
    }

    private BankNumbers() {}

    static void find(String text, Consumer<Finding> found) {
        var at = 0;
        while (at < text.length()) {
            var c = text.charAt(at);
            var begins = at == 0 || !isJoined(text, at - 1);
            var end = at + 1;
            if (begins && isDigit(c)) {
                end = number(text, at, found);
            } else if (begins && c >= 'A' && c <= 'Z') {
                end = Math.max(end, account(text, at, found));
            }
            at = end;
        }
    }

    /// Whether what follows is a part of something larger: of a word, of a decimal, of an amount.
    private static boolean isJoined(String text, int before) {
        var c = text.charAt(before);
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '€' || c == '£';
    }

    // --- digits

    /// @return where to go on
    private static int number(String text, int start, Consumer<Finding> found) {
        var first = start;
        while (first < text.length() && isDigit(text.charAt(first))) {
            first++;
        }
        // how card and social security numbers begin; most numbers are something else
        var length = first - start;
        if (length != 3 && length != 4 && length != 9 && (length < 13 || length > MOST_DIGITS)) {
            return first;
        }
        var digits = new StringBuilder();
        List<Integer> groups = new ArrayList<>();
        List<Integer> ends = new ArrayList<>();
        var at = start;
        var run = 0;
        while (at < text.length()) {
            var c = text.charAt(at);
            if (isDigit(c)) {
                digits.append(c);
                run++;
                at++;
            } else if ((c == ' ' || c == '-')
                    && at + 1 < text.length()
                    && isDigit(text.charAt(at + 1))
                    && digits.length() < MOST_DIGITS) {
                groups.add(run);
                ends.add(at);
                run = 0;
                at++;
            } else {
                break;
            }
        }
        groups.add(run);
        ends.add(at);
        var isWhole = at >= text.length() || !Character.isLetter(text.charAt(at));
        for (var last = isWhole ? groups.size() : groups.size() - 1; last > 0; last--) {
            var kind = kind(text, start, digits, groups.subList(0, last));
            if (kind != null) {
                found.accept(new Finding(start, ends.get(last - 1), kind));
                return ends.get(last - 1);
            }
        }
        // another number may begin with the next group
        return ends.getFirst();
    }

    private static @Nullable String kind(
            String text, int start, CharSequence digits, List<Integer> groups) {
        var length = groups.stream().mapToInt(Integer::intValue).sum();
        if (length == 9) {
            return isSocialSecurity(text, start, digits, groups) ? "social security number" : null;
        }
        var isWritten = groups.size() == 1 || GROUPINGS.contains(groups);
        var number = digits.subSequence(0, length).toString();
        return isWritten && isCard(number) && !isLabelled(OTHER_NUMBER, text, start)
                ? "card number"
                : null;
    }

    private static boolean isLabelled(Pattern label, String text, int at) {
        return label.matcher(text.substring(Math.max(0, at - LABEL_DISTANCE), at)).find();
    }

    private static boolean isSocialSecurity(
            String text, int start, CharSequence digits, List<Integer> groups) {
        var isDashed = groups.equals(List.of(3, 2, 4)) && text.charAt(start + 3) == '-';
        if (!isDashed && !isLabelled(SOCIAL_SECURITY, text, start)) {
            return false;
        }
        var area = digits.subSequence(0, 3).toString();
        return !area.equals("000")
                && !area.equals("666")
                && area.charAt(0) != '9'
                && !digits.subSequence(3, 5).toString().equals("00")
                && !digits.subSequence(5, 9).toString().equals("0000");
    }

    private static boolean isCard(String number) {
        return number.length() >= 13 && isOfIssuer(number) && hasCheckDigit(number);
    }

    private static boolean isOfIssuer(String number) {
        var length = number.length();
        var four = Integer.parseInt(number.substring(0, 4));
        var two = four / 100;
        return four / 1000 == 4 && (length == 13 || length == 16 || length == 19)
                || (two >= 51 && two <= 55 || four >= 2221 && four <= 2720) && length == 16
                || (two == 34 || two == 37) && length == 15
                || (four == 6011 || two == 65 || four / 10 >= 644 && four / 10 <= 649)
                        && length == 16
                || (two == 36 || two == 38 || four / 10 >= 300 && four / 10 <= 305) && length == 14
                || four >= 3528 && four <= 3589 && length == 16
                || two == 62 && length >= 16;
    }

    /// Every second digit from the right counts twice.
    private static boolean hasCheckDigit(String number) {
        var sum = 0;
        for (var i = 0; i < number.length(); i++) {
            var digit = number.charAt(number.length() - 1 - i) - '0';
            var value = i % 2 == 1 ? 2 * digit : digit;
            sum += value > 9 ? value - 9 : value;
        }
        return sum % 10 == 0;
    }

    // --- accounts

    /// @return behind the account number that begins here, or -1
    private static int account(String text, int start, Consumer<Finding> found) {
        if (start + 4 > text.length()) {
            return -1;
        }
        var length = LENGTH_OF.get(text.substring(start, start + 2));
        if (length == null
                || !isDigit(text.charAt(start + 2))
                || !isDigit(text.charAt(start + 3))) {
            return -1;
        }
        var number = new StringBuilder();
        var at = start;
        while (at < text.length() && number.length() < length) {
            var c = text.charAt(at);
            if (KnownTokens.isAlphanumeric(c)) {
                number.append(c);
            } else if (c != ' ' || text.charAt(at - 1) == ' ') {
                return -1;
            }
            at++;
        }
        var isWhole = at >= text.length() || !KnownTokens.isAlphanumeric(text.charAt(at));
        if (number.length() < length || !isWhole || !isAccount(number.toString())) {
            return -1;
        }
        found.accept(new Finding(start, at, "bank account"));
        return at;
    }

    private static boolean isAccount(String number) {
        var upper = number.toUpperCase(Locale.ROOT);
        var digits = new StringBuilder();
        (upper.substring(4) + upper.substring(0, 4))
                .chars()
                .forEach(c -> digits.append(Character.digit(c, 36)));
        return new BigInteger(digits.toString()).mod(CHECK).intValue() == 1;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
