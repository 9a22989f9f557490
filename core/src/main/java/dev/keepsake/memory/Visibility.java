package dev.keepsake.memory;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/// Which memories a read may show (wire contract 5.4). It acts before `top_k` and paging, as part
/// of the filter.
///
/// @param today the UTC day on which expiry is judged
public record Visibility(
        LocalDate today, boolean showExpired, boolean latestOnly, boolean includeMerged) {

    public static Visibility standard(LocalDate today) {
        return new Visibility(today, false, false, false);
    }

    /// The filter as asked, narrowed to what may be seen.
    public Filter within(Filter filter) {
        List<Filter> parts = new ArrayList<>(3);
        parts.add(filter);
        if (!showExpired) {
            parts.add(
                    new Filter.Any(
                            List.of(
                                    new Filter.Not(new Filter.ExpirationPresent()),
                                    new Filter.ExpirationWithin(today, null))));
        }
        if (latestOnly) {
            parts.add(new Filter.StateIn(EnumSet.of(Lifecycle.ACTIVE)));
        } else if (!includeMerged) {
            parts.add(new Filter.StateIn(EnumSet.of(Lifecycle.ACTIVE, Lifecycle.SUPERSEDED)));
        }
        return new Filter.All(parts);
    }
}
