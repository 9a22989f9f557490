package dev.keepsake.quality;

import java.util.Locale;

/// What the gate decided about one proposal.
public enum Verdict {
    /// It becomes a memory.
    KEPT,
    /// A memory, or another proposal of the same add, says it already.
    DUPLICATE,
    /// It comes back out of memories that were shown to whoever talks, and says nothing more.
    ECHO,
    /// It would be true of any conversation: greetings, talk about the talk, prompts, logs.
    BOILERPLATE,
    /// It was over before anybody could ask for it.
    TRANSIENT,
    /// It tells a credential.
    SECRET;

    /// As events count it and requests name it.
    public String spelled() {
        return name().toLowerCase(Locale.ROOT);
    }
}
