package dev.keepsake.server.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What clients say of themselves in their headers (management contract 2.1), in one line.
final class ClientHeaders {

    private static final int LONGEST = 200;
    private static final int LONGEST_PART = 80;
    private static final Pattern UNPRINTABLE = Pattern.compile("[^\\x20-\\x7E]+");

    /// A key in a header where it does not belong stays out of every log.
    private static final Pattern KEY = Pattern.compile("m0-[A-Za-z0-9]{8,}");

    private ClientHeaders() {}

    /// Such as `mem0-js/3.3.1; source=CLI; node 0.2.13; agent`. Without any of the known headers,
    /// the first products of the user agent.
    static String line(UnaryOperator<@Nullable String> headers) {
        List<String> parts = new ArrayList<>();
        add(parts, "", headers.apply("X-Mem0-Client"));
        var source = Objects.requireNonNullElse(headers.apply("X-Mem0-Source"), "");
        add(parts, "source=", source.isBlank() ? headers.apply("X-Application") : source);
        add(
                parts,
                "",
                Stream.of("X-Mem0-Client-Language", "X-Mem0-Client-Version")
                        .map(headers)
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining(" ")));
        add(parts, "caller=", headers.apply("X-Mem0-Caller-Type"));
        add(parts, "mode=", headers.apply("X-Mem0-Mode"));
        if (parts.isEmpty()) {
            add(parts, "", headers.apply("User-Agent"));
        }
        return cut(String.join("; ", parts), LONGEST);
    }

    private static void add(List<String> parts, String name, @Nullable String value) {
        if (value == null) {
            return;
        }
        var plain = UNPRINTABLE.matcher(value).replaceAll(" ").strip();
        if (!plain.isEmpty()) {
            parts.add(name + cut(KEY.matcher(plain).replaceAll("m0-…"), LONGEST_PART));
        }
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
    }
}
