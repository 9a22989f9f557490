package dev.keepsake.server.config;

/// How much one call may ask for.
///
/// @param size of a page when the request names none
/// @param maxSize larger requests get this many
/// @param maxBatch memories in one batch update or delete
public record PagingConfig(int size, int maxSize, int maxBatch) {

    static PagingConfig from(Values values) {
        var settings =
                new PagingConfig(
                        values.read(
                                "list.page_size",
                                Kind.wholeNumber(1, 10_000),
                                "100",
                                "Memories on a page when the request names no size."),
                        values.read(
                                "list.max_page_size",
                                Kind.wholeNumber(1, 10_000),
                                "1000",
                                "Most memories on a page."),
                        values.read(
                                "batch.max",
                                Kind.wholeNumber(1, 10_000),
                                "1000",
                                "Most memories in one batch update or delete."));
        Rules.require(
                settings.size <= settings.maxSize,
                "list.page_size = %d: must not exceed list.max_page_size = %d",
                settings.size,
                settings.maxSize);
        return settings;
    }
}
