package dev.keepsake.server.config;

import dev.keepsake.graph.EntityWeights;
import dev.keepsake.search.Bm25;
import dev.keepsake.search.SearchSettings;
import dev.keepsake.server.wire.Searching.Limits;

/// How questions and lists are answered (engine contract 2).
///
/// @param limits of searches
/// @param pageSize memories on a page when the request names no size
public record ReadConfig(Limits limits, int pageSize, SearchSettings ranking) {

    static ReadConfig from(Values values) {
        return new ReadConfig(
                limits(values),
                values.read(
                        "list.page_size",
                        Kind.wholeNumber(1, 1000),
                        "100",
                        "Memories on a page when the request names no size."),
                ranking(values));
    }

    private static Limits limits(Values values) {
        var limits =
                new Limits(
                        values.read(
                                "search.top_k",
                                Kind.wholeNumber(1, 1000),
                                "10",
                                "Hits when the request names no number."),
                        values.read(
                                "search.max_top_k",
                                Kind.wholeNumber(1, 1000),
                                "1000",
                                "Most hits a request may ask for."),
                        values.read(
                                "search.threshold",
                                Kind.number(0, 1),
                                "0.1",
                                "Least similarity in meaning of a hit when the request names none."));
        Rules.require(
                limits.topK() <= limits.maxTopK(),
                "search.top_k = %d: must not exceed search.max_top_k = %d",
                limits.topK(),
                limits.maxTopK());
        return limits;
    }

    private static SearchSettings ranking(Values values) {
        return new SearchSettings(
                SearchSettings.STANDARD.poolFactor(),
                values.read(
                        "search.pool",
                        Kind.wholeNumber(1, 100_000),
                        "60",
                        "Least number of candidates that are ranked; 4 for each hit wanted when that is more."),
                values.read(
                        "fusion.recall_union",
                        Kind.yesNo(),
                        "true",
                        "Whether keyword hits and named memories become candidates beside the nearest in meaning."),
                values.read(
                        "fusion.coverage",
                        Kind.yesNo(),
                        "true",
                        "Whether a keyword score is weighed by the share of the question that its words cover."),
                values.read(
                        "fusion.min_active_bm25",
                        Kind.number(0, 1),
                        "0.2",
                        "Keyword score that some candidate must reach for words to count at all; `0` for always."),
                new Bm25(
                        values.read(
                                "bm25.k1",
                                Kind.number(0, 10),
                                "1.2",
                                "Keyword score: saturation of repeated terms."),
                        values.read(
                                "bm25.b",
                                Kind.number(0, 1),
                                "0.75",
                                "Keyword score: how much long texts are held back.")),
                entities(values));
    }

    private static EntityWeights entities(Values values) {
        return new EntityWeights(
                values.read(
                        "fusion.entity_weight",
                        Kind.number(0, 1),
                        "0.2",
                        "The most that a name in the question adds to a memory that mentions it."),
                values.read(
                        "fusion.entity_min_sim",
                        Kind.number(0, 1),
                        "0.85",
                        "Similarity from which on a name in the graph is the one that the question uses."),
                values.read(
                        "fusion.entity_spread",
                        Kind.number(0, 1),
                        "0.01",
                        "How fast a name loses weight with the number of memories that mention it."),
                values.read(
                        "fusion.max_query_entities",
                        Kind.wholeNumber(1, 100),
                        "8",
                        "Names of a question that are looked up in the graph."),
                values.read(
                        "fusion.min_active_entity",
                        Kind.number(0, 1),
                        "0.05",
                        "What names must add to some candidate to count at all; `0` for always."),
                values.read(
                        "graph.second_hop",
                        Kind.yesNo(),
                        "false",
                        "Whether names that share a memory with a matched one pass on a quarter of what it adds."));
    }
}
