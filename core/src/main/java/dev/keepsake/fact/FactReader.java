package dev.keepsake.fact;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Reads facts out of a statement by patterns. Pure and deterministic; safe for many threads.
public final class FactReader {

    /// Longer texts are documents, not statements.
    private static final int MAX_CHARS = 2_000;

    private FactReader() {}

    /// In the order in which they are told; empty when no pattern knows any of it.
    public static List<Fact> facts(String text) {
        if (text.length() > MAX_CHARS) {
            return List.of();
        }
        Set<Fact> found = new LinkedHashSet<>();
        for (var clause : Statement.of(text)) {
            for (var rule : FactRules.ALL) {
                rule.read(clause).forEach(found::add);
            }
        }
        return new ArrayList<>(found);
    }

    /// Who or what a statement is about: `User`, a proper name, or empty when it does not begin
    /// with either.
    public static String subject(String text) {
        var clauses = Statement.of(text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS) : text);
        return clauses.isEmpty() ? "" : clauses.getFirst().subject();
    }

    /// What the statement says of its subject, without the verb: the object of a plain sentence.
    /// Empty when there is nothing left.
    public static String object(String text) {
        var clauses = Statement.of(text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS) : text);
        return clauses.isEmpty() ? "" : clauses.getFirst().object();
    }

    /// Whether the statement denies what it is about, or tells that it has ended.
    public static boolean isDenied(String text) {
        return Statement.isDenied(text);
    }
}
