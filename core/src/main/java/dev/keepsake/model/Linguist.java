package dev.keepsake.model;

import java.util.List;

/// Tells the words of an English text apart and what they are. Deterministic; safe for many
/// threads.
public interface Linguist {

    /// The tokens of a text in order, punctuation included. Best for one sentence at a time. Texts
    /// in other languages get tokens too, with tags that mean little.
    List<Token> tokens(String text);
}
