package dev.keepsake.quality;

import dev.keepsake.quality.SecretScan.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Keys and tokens that their issuer gave a shape of its own.
final class KnownTokens {

    /// Longer runs are data, not keys; a JSON web token may be long.
    private static final int LONGEST = 8192;

    private static final String WORDS = "_-";

    /// @param others what a key may have besides ASCII letters and digits
    /// @param min characters after the prefix
    private record Shape(String kind, String prefix, String others, int min) {

        /// Behind the key that begins here; 0 when there is none, or as a negative number how far
        /// no digit comes.
        int end(String text, int start) {
            if (!text.startsWith(prefix, start)) {
                return 0;
            }
            var at = start + prefix.length();
            var end = at;
            var hasDigit = false;
            var hasLetter = false;
            while (end < text.length() && end - start < LONGEST && isPart(text.charAt(end))) {
                var isDigit = text.charAt(end) >= '0' && text.charAt(end) <= '9';
                hasDigit |= isDigit;
                hasLetter |= !isDigit;
                end++;
            }
            // what has no digit is a long name made of words
            if (!hasDigit) {
                return -end;
            }
            return end - at >= min && hasLetter ? end : 0;
        }

        private boolean isPart(char c) {
            return isAlphanumeric(c) || others.indexOf(c) >= 0;
        }
    }

    private static final Map<Character, List<Shape>> SHAPES = new HashMap<>();

    private static void add(String kind, String others, int min, String... prefixes) {
        for (var prefix : prefixes) {
            SHAPES.computeIfAbsent(prefix.charAt(0), _ -> new ArrayList<>())
                    .add(new Shape(kind, prefix, others, min));
        }
    }

    static {
        add("aws key", "", 16, "AKIA", "ASIA", "ABIA", "ACCA");
        add("google api key", WORDS, 35, "AIza");
        add("google token", WORDS + ".", 20, "ya29.", "GOCSPX-");
        add("github token", "_", 22, "github_pat_");
        add("github token", "", 36, "ghp_", "gho_", "ghu_", "ghs_", "ghr_");
        add("gitlab token", WORDS, 20, "glpat-", "glrt-", "gldt-", "glptt-", "glsoat-");
        add("slack token", "-", 10, "xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xoxe-", "xapp-");
        add("slack webhook", "/", 30, "hooks.slack.com/services/");
        add("stripe key", "", 10, "sk_live_", "sk_test_", "rk_live_", "rk_test_", "whsec_");
        add("anthropic key", WORDS, 20, "sk-ant-");
        add("openai key", WORDS, 20, "sk-");
        add("npm token", "", 36, "npm_");
        add("pypi token", WORDS, 50, "pypi-");
        add("hugging face token", "", 30, "hf_");
        add("keepsake key", "", 20, "m0-");
        add("sendgrid key", WORDS + ".", 40, "SG.");
        add("digitalocean token", "", 60, "dop_v1_", "doo_v1_");
        add("shopify token", "", 32, "shpat_", "shpca_", "shppa_", "shpss_");
        add("grafana token", "_", 32, "glsa_", "glc_");
        add("docker token", WORDS, 20, "dckr_pat_");
        add("api key", WORDS, 20, "gsk_", "xai-", "pplx-", "nvapi-", "r8_", "lin_api_", "tskey-");
        add("age key", "", 50, "AGE-SECRET-KEY-1");
        add("crypto key", "", 100, "xprv");
    }

    private KnownTokens() {}

    static void find(String text, Consumer<Finding> found) {
        for (var at = 0; at < text.length(); at++) {
            var c = text.charAt(at);
            if (isAlphanumeric(c) && (at == 0 || !isAlphanumeric(text.charAt(at - 1)))) {
                var end = end(text, at, found);
                // what is inside a key is no key of its own, nor is anything in a run without
                // digits
                at = Math.max(at, Math.abs(end) - 1);
            }
        }
    }

    /// As [Shape#end].
    private static int end(String text, int at, Consumer<Finding> found) {
        var c = text.charAt(at);
        for (var shape : SHAPES.getOrDefault(c, List.of())) {
            var end = shape.end(text, at);
            if (end > 0) {
                found.accept(new Finding(at, end, shape.kind()));
            }
            if (end != 0) {
                return end;
            }
        }
        var web = c == 'e' ? webToken(text, at) : -1;
        if (web > 0) {
            found.accept(new Finding(at, web, "json web token"));
            return web;
        }
        var azure = azureSecret(text, at);
        if (azure > 0) {
            found.accept(new Finding(at, azure, "azure secret"));
            return azure;
        }
        var bot = c >= '0' && c <= '9' ? botToken(text, at) : -1;
        if (bot > 0) {
            found.accept(new Finding(at, bot, "telegram token"));
            return bot;
        }
        return 0;
    }

    /// Three parts of base64 between dots, the first of which is a JSON object.
    private static int webToken(String text, int start) {
        if (!text.startsWith("eyJ", start)) {
            return -1;
        }
        var head = run(text, start, WORDS);
        if (head - start < 10 || !text.startsWith(".eyJ", head)) {
            return -1;
        }
        var body = run(text, head + 1, WORDS);
        return body < text.length() && text.charAt(body) == '.' ? run(text, body + 1, WORDS) : -1;
    }

    /// Client secrets of Azure have `Q~` after three characters and a digit.
    private static int azureSecret(String text, int start) {
        if (!text.startsWith("Q~", start + 4) || !Character.isDigit(text.charAt(start + 3))) {
            return -1;
        }
        var end = run(text, start, "_~.-");
        return end - start >= 37 && end - start <= 40 ? end : -1;
    }

    /// The number of a bot, a colon and 35 characters.
    private static int botToken(String text, int start) {
        var colon = start;
        while (colon < text.length()
                && colon - start < 11
                && Character.isDigit(text.charAt(colon))) {
            colon++;
        }
        if (colon - start < 8 || colon >= text.length() || text.charAt(colon) != ':') {
            return -1;
        }
        var end = run(text, colon + 1, WORDS);
        return end - colon == 36 ? end : -1;
    }

    private static int run(String text, int from, String others) {
        var end = from;
        while (end < text.length()
                && end - from < LONGEST
                && (isAlphanumeric(text.charAt(end)) || others.indexOf(text.charAt(end)) >= 0)) {
            end++;
        }
        return end;
    }

    static boolean isAlphanumeric(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }
}
