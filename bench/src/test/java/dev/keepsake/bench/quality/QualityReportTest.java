package dev.keepsake.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.bench.quality.Fixtures.Half;
import dev.keepsake.bench.quality.Gate.Target;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QualityReportTest {

    private static final Gate MET = Gate.share("met", 4, 0.75, List.of("one of four"));
    private static final Gate MISSED =
            new Gate("missed", 1.0, Target.atMost(0), "of 50", List.of("p1: lost"));
    private static final Gate LATER = Gate.notYet("later", Target.atLeast(1), "no such thing");

    private static QualityReport report(Gate... gates) {
        return QualityReport.of(Half.DEV, List.of(gates));
    }

    @Test
    void whatCannotBeMeasuredYetIsNotMissed() {
        assertThat(report(MET, LATER).isMet()).isTrue();
        assertThat(report(MET, MISSED).isMet()).isFalse();
        assertThat(LATER.isMet()).isFalse();
    }

    @Test
    void theTableNamesTheTargetAndOnlyOnRequestWhatFailed() {
        var report = report(MET, MISSED, LATER);

        assertThat(report.toText(false))
                .contains(">= 0.75", "MISSED", "not yet")
                .doesNotContain("p1: lost");
        assertThat(report.toText(true)).contains("one of four", "p1: lost");
    }

    @Test
    void jsonHasNoFigureForWhatWasNotMeasured() {
        assertThat(LATER.toJson()).doesNotContainKey("figure").containsEntry("met", false);
        assertThat(MET.toJson())
                .isEqualTo(
                        Map.of(
                                "name", "met", "figure", 0.75, "target", ">= 0.75", "met", true,
                                "detail", "3 of 4"));
    }

    @Test
    void aFigureThatIsNotThereIsAnError() {
        assertThat(report(MET).figure("met")).isEqualTo(0.75);
        assertThatThrownBy(() -> report(LATER).figure("later"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
