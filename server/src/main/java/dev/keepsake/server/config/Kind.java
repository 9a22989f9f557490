package dev.keepsake.server.config;

import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How the text of a setting becomes a typed value.
///
/// @param rule what the text must be, in words that complete "must be …"
/// @param hidden whether the text stays out of error messages
/// @param reading throws [IllegalArgumentException] for a text that breaks the rule
record Kind<T>(String rule, boolean hidden, Reading<T> reading) {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000);

    interface Reading<T> {
        T read(String text);
    }

    static <T> Kind<T> of(String rule, Reading<T> reading) {
        return new Kind<>(rule, false, reading);
    }

    static Kind<String> text() {
        return of("text", text -> text);
    }

    static Kind<Secret> secret(String rule, Pattern form) {
        return new Kind<>(rule, true, text -> new Secret(matching(form, text)));
    }

    static Kind<String> text(String rule, Pattern form) {
        return of(rule, text -> matching(form, text));
    }

    static Kind<Integer> wholeNumber(int min, int max) {
        return of(
                "a whole number from " + min + " to " + max,
                text -> {
                    var number = Integer.parseInt(text);
                    require(number >= min && number <= max);
                    return number;
                });
    }

    static Kind<Double> number(double min, double max) {
        return of(
                "a number from " + min + " to " + max,
                text -> {
                    var number = Double.parseDouble(text);
                    require(number >= min && number <= max);
                    return number;
                });
    }

    /// An amount of money.
    static Kind<BigDecimal> amount() {
        return of(
                "a number from 0 to 1000000, with at most 6 decimals",
                text -> {
                    var amount = new BigDecimal(text);
                    require(amount.signum() >= 0 && amount.compareTo(MOST) <= 0);
                    require(amount.stripTrailingZeros().scale() <= 6);
                    return amount;
                });
    }

    static Kind<Boolean> yesNo() {
        return of(
                "`true` or `false`",
                text ->
                        switch (text.toLowerCase(Locale.ROOT)) {
                            case "true" -> true;
                            case "false" -> false;
                            default -> throw new IllegalArgumentException();
                        });
    }

    static Kind<Duration> duration(Duration min, Duration max) {
        return of(
                "a time from " + spelled(min) + " to " + spelled(max) + ", like `500ms` `30s` `5m`",
                text -> {
                    var duration = duration(text);
                    require(duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0);
                    return duration;
                });
    }

    static Kind<Path> path() {
        return of("a path", Path::of);
    }

    /// An absolute web address; a slash at its end is dropped.
    static Kind<URI> url() {
        return of(
                "an http or https address",
                text -> {
                    var address = URI.create(text.replaceAll("/+$", ""));
                    require(isWeb(address) && address.getQuery() == null);
                    return address;
                });
    }

    /// A constant, spelled in lower case with dashes.
    static <E extends Enum<E>> Kind<E> choice(Class<E> type) {
        var constants = type.getEnumConstants();
        return of(
                Arrays.stream(constants)
                        .map(each -> "`" + spelled(each) + "`")
                        .collect(Collectors.joining(" or ")),
                text ->
                        Stream.of(constants)
                                .filter(each -> spelled(each).equals(text))
                                .findFirst()
                                .orElseThrow(IllegalArgumentException::new));
    }

    /// Several, separated by commas.
    static <T> Kind<List<T>> list(Kind<T> element) {
        return of(
                "a list, separated by commas, of: " + element.rule,
                text ->
                        Stream.of(text.split(","))
                                .map(String::strip)
                                .filter(each -> !each.isEmpty())
                                .map(element.reading::read)
                                .toList());
    }

    /// An IP address, or a range of them. Host names are refused, so that nothing is looked up.
    static Kind<String> addressRange() {
        return of(
                "addresses or ranges like `10.0.0.0/8`",
                text -> {
                    var parts = text.split("/", 2);
                    var bits = InetAddress.ofLiteral(parts[0]).getAddress().length * 8;
                    var prefix = parts.length == 1 ? bits : Integer.parseInt(parts[1]);
                    require(prefix >= 0 && prefix <= bits);
                    return text;
                });
    }

    /// What a browser calls an origin, or `*`.
    static Kind<String> origin() {
        return of(
                "origins like `https://app.example.org`, or `*`",
                text -> {
                    if (!text.equals("*")) {
                        var address = URI.create(text);
                        require(isWeb(address) && address.getRawPath().isEmpty());
                    }
                    return text;
                });
    }

    boolean accepts(String text) {
        try {
            reading.read(text);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    static String spelled(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static boolean isWeb(URI address) {
        return ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))
                && address.getHost() != null;
    }

    private static Duration duration(String text) {
        var parts = DURATION.matcher(text);
        require(parts.matches());
        var amount = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    private static String spelled(Duration duration) {
        return duration.toMillis() % 1000 == 0
                ? "`" + duration.toSeconds() + "s`"
                : "`" + duration.toMillis() + "ms`";
    }

    private static String matching(Pattern form, String text) {
        require(form.matcher(text).matches());
        return text;
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException();
        }
    }
}
