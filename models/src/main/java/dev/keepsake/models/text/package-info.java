/// From text to the terms of keyword search. [LuceneAnalyzer] is the door: it cuts a text into runs
/// of one script and hands each to the rules of a language. English has its own ([EnglishTerms]),
/// the others are Lucene's. No storage analyses text by itself, so all agree on what a word is.
@NullMarked
package dev.keepsake.models.text;

import org.jspecify.annotations.NullMarked;
