package dev.keepsake.memory;

import java.util.List;
import java.util.function.Function;

/// One page of a longer list *with its total*: list replies of the wire carry `count`, so a cursor
/// would not do. Past the end the items are empty and the total still counts.
///
/// @param number 1-based
public record Page<T>(List<T> items, long total, int number, int size) {

    /// Which page is wanted.
    ///
    /// @param number 1-based
    public record Ask(int number, int size) {
        public static final int MAX_SIZE = 10_000;

        public Ask {
            if (number < 1 || size < 1 || size > MAX_SIZE) {
                throw new IllegalArgumentException("page " + number + " of size " + size);
            }
        }

        public static Ask first(int size) {
            return new Ask(1, size);
        }

        public long offset() {
            return (number - 1L) * size;
        }
    }

    public Page {
        items = List.copyOf(items);
    }

    public boolean hasNext() {
        return (long) number * size < total;
    }

    public boolean hasPrevious() {
        return number > 1;
    }

    /// Whether this page lies beyond the last one. The first page of nothing does not.
    public boolean isPastEnd() {
        return number > 1 && (number - 1L) * size >= total;
    }

    public <R> Page<R> map(Function<? super T, ? extends R> mapping) {
        return new Page<>(items.stream().<R>map(mapping).toList(), total, number, size);
    }
}
