package dev.keepsake.memory;

import org.jspecify.annotations.Nullable;

/// One turn of a conversation, reduced to text.
///
/// @param role as the caller sent it: `user`, `assistant`, `system`, or a name that only gives
///   context
/// @param name the speaker's label, when one was given
public record Message(String role, @Nullable String name, String content) {}
