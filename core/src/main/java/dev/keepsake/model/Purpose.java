package dev.keepsake.model;

import dev.keepsake.account.ProjectId;
import org.jspecify.annotations.Nullable;

/// Why a language model is asked: the project that it is for, and what is wanted.
///
/// @param project null for what no project pays, a trial of the settings
/// @param bill adds up what is spent on the piece of work that the question belongs to
public record Purpose(@Nullable ProjectId project, Operation operation, Bill bill) {

    /// Work with a bill of its own.
    public static Purpose of(ProjectId project, Operation operation) {
        return new Purpose(project, operation, new Bill());
    }

    /// For nobody's account.
    public static Purpose trial() {
        return new Purpose(null, Operation.TRIAL, new Bill());
    }

    /// Another question of the same piece of work.
    public Purpose as(Operation other) {
        return new Purpose(project, other, bill);
    }
}
