package dev.keepsake.storage;

/// A position in the change log. Marks only grow; a store never shows a change before every change
/// with a smaller mark.
public record Mark(long value) implements Comparable<Mark> {

    /// Before the first change.
    public static final Mark START = new Mark(0);

    @Override
    public int compareTo(Mark other) {
        return Long.compare(value, other.value);
    }

    public boolean reaches(Mark other) {
        return value >= other.value;
    }
}
