package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.failure.Failure;
import dev.keepsake.storage.testkit.FilterTable.Row;
import dev.keepsake.storage.testkit.FilterTable.Verdict;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The reference meaning of filters against the table that storages are held to.
class FilterTableTest {

    static Stream<Row> rows() {
        return Stream.concat(FilterTable.CONTRACT.stream(), FilterTable.MORE.stream());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void everyRowHoldsForTheReference(Row row) {
        if (!row.parses()) {
            assertThatThrownBy(() -> FilterTable.parser().parse(row.json()))
                    .isInstanceOf(Failure.Invalid.class);
            return;
        }
        var filter = FilterTable.parser().parse(row.json());

        assertThat(FilterTable.matching(filter)).isEqualTo(row.matching());
        assertThat(filter.isPositivelyScoped()).isEqualTo(row.verdict() == Verdict.SERVED);
    }
}
