package dev.keepsake.quality;

import java.util.regex.Pattern;

/// Words that give a sentence away, and what they say about it.
///
/// @param reason one sentence for whoever looks into the quarantine
record Rule(Pattern pattern, String reason) {

    /// Who a sentence can be about: the parties of a conversation, or somebody by name.
    private static final String SOMEBODY =
            "(?:(?:the )?(?:user|assistant|agent|ai|bot|chatbot|model)|i|we"
                    + "|(?-i:\\p{Lu}[\\p{L}-]+(?: \\p{Lu}[\\p{L}-]+)?))";

    private static final String SERVANT =
            "(?:(?:the )?(?:assistant|agent|ai|bot|chatbot|model)|i|we)";

    /// @param whole a pattern that the whole sentence has, with `SOMEBODY` and `SERVANT` for who it
    ///   is about
    static Rule whole(String reason, String whole) {
        return new Rule(compiled("^(?:" + whole + ")$"), reason);
    }

    /// @param part a pattern that the sentence has somewhere
    static Rule part(String reason, String part) {
        return new Rule(compiled(part), reason);
    }

    private static Pattern compiled(String pattern) {
        return Pattern.compile(
                pattern.replace("SOMEBODY", SOMEBODY).replace("SERVANT", SERVANT),
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    boolean fits(String sentence) {
        return pattern.matcher(sentence).find();
    }
}
