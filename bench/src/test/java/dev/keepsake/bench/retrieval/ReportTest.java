package dev.keepsake.bench.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.bench.Durations;
import dev.keepsake.bench.retrieval.Examination.Answered;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ReportTest {

    private static Answered answered(String category, double value) {
        return new Answered(
                new Corpus.Question("q", category, "Tea?", Set.of("1")),
                new Scores(value, value, value, value, value, value, value));
    }

    private static Report report(Set<String> overall) {
        var search = new Durations();
        search.add(2_500_000);
        return new Report(
                "tiny",
                List.of(answered("1", 1), answered("1", 0), answered("5", 0)),
                overall,
                123.456,
                200,
                search);
    }

    @Test
    void jsonHasEveryFigureOnce() {
        assertThat(JsonMapper.shared().writeValueAsString(report(Set.of("1")).toJson()))
                .isEqualTo(
                        """
                        {"corpus":"tiny","systems":[{"name":"keepsake",\
                        "overall":{"recall@5":0.5,"recall@10":0.5,"recall@20":0.5,"hit@10":0.5,\
                        "all@10":0.5,"mrr":0.5,"ndcg@10":0.5,"questions":2},\
                        "categories":{"1":{"recall@5":0.5,"recall@10":0.5,"recall@20":0.5,\
                        "hit@10":0.5,"all@10":0.5,"mrr":0.5,"ndcg@10":0.5,"questions":2},\
                        "5":{"recall@5":0.0,"recall@10":0.0,"recall@20":0.0,"hit@10":0.0,\
                        "all@10":0.0,"mrr":0.0,"ndcg@10":0.0,"questions":1}}}],\
                        "ingest_per_s":123.5,"embed_per_s":200.0,\
                        "search_ms":{"p50":2.5,"p95":2.5,"p99":2.5}}\
                        """);
    }

    @Test
    void withoutAChoiceTheOverallRowIsAboutEverything() {
        assertThat(report(Set.of()).toText()).containsPattern("overall +3 +0[.,]333");
    }
}
