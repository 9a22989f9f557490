package dev.keepsake.engine;

import dev.keepsake.ingest.AddCommand;
import dev.keepsake.ingest.AddCommand.Terms;
import dev.keepsake.ingest.AddCommand.Wishes;
import dev.keepsake.ingest.Turn;
import dev.keepsake.memory.Scope;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Shorthand for wishes to remember something.
public final class Add {

    private Add() {}

    /// Words to be stored as they are.
    public static AddCommand verbatim(Scope scope, Turn... turns) {
        return command(scope, false, Arrays.asList(turns), Map.of(), Terms.PLAIN);
    }

    public static AddCommand verbatim(Scope scope, String text) {
        return verbatim(scope, user(text));
    }

    /// A conversation to be distilled.
    public static AddCommand inferred(Scope scope, Turn... turns) {
        return command(scope, true, Arrays.asList(turns), Map.of(), Terms.PLAIN);
    }

    public static AddCommand inferred(Scope scope, String text) {
        return inferred(scope, user(text));
    }

    /// A run of an agent to be written down.
    public static AddCommand procedural(Scope scope, Turn... turns) {
        var wishes =
                new Wishes(
                        null,
                        null,
                        null,
                        null,
                        null,
                        java.time.ZoneOffset.UTC,
                        "procedural_memory",
                        null);
        return with(inferred(scope, turns), wishes);
    }

    public static AddCommand with(AddCommand add, Terms terms) {
        return command(add.scope(), add.infer(), add.turns(), add.metadata(), terms);
    }

    public static AddCommand with(AddCommand add, Map<String, @Nullable Object> metadata) {
        return command(add.scope(), add.infer(), add.turns(), metadata, add.terms());
    }

    public static AddCommand with(AddCommand add, Wishes wishes) {
        return new AddCommand(
                add.scope(),
                add.turns(),
                add.metadata(),
                add.infer(),
                add.deduced(),
                add.categories(),
                wishes,
                add.terms(),
                add.warnings());
    }

    public static Terms expiring(String day) {
        return new Terms(false, LocalDate.parse(day), null);
    }

    public static Terms backdated(Instant instant) {
        return new Terms(false, null, instant);
    }

    public static Terms immutable() {
        return new Terms(true, null, null);
    }

    public static Turn user(String text) {
        return turn("user", text);
    }

    public static Turn assistant(String text) {
        return turn("assistant", text);
    }

    public static Turn turn(String role, @Nullable String text) {
        return new Turn(role, null, text, List.of());
    }

    public static AddCommand command(
            Scope scope,
            boolean infer,
            List<Turn> turns,
            Map<String, @Nullable Object> metadata,
            Terms terms) {
        return new AddCommand(
                scope, turns, metadata, infer, List.of(), null, Wishes.NONE, terms, List.of());
    }
}
