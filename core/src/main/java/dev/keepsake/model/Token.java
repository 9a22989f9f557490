package dev.keepsake.model;

/// One word, number or punctuation mark of a text.
///
/// @param text as written
/// @param lemma the dictionary form in lower case; of names and unknown words the word itself in
///   lower case
/// @param start of its first character in the text
/// @param end after its last character
public record Token(String text, String lemma, Tag tag, int start, int end) {

    /// The universal parts of speech (universaldependencies.org/u/pos).
    public enum Tag {
        ADJ,
        ADP,
        ADV,
        AUX,
        CCONJ,
        DET,
        INTJ,
        NOUN,
        NUM,
        PART,
        PRON,
        PROPN,
        PUNCT,
        SCONJ,
        SYM,
        VERB,
        X
    }

    public boolean is(Tag... tags) {
        for (var each : tags) {
            if (tag == each) {
                return true;
            }
        }
        return false;
    }
}
