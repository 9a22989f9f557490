package dev.keepsake.bench.load;

import dev.keepsake.bench.Durations;
import dev.keepsake.bench.Rounded;
import dev.keepsake.bench.server.Memory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What a load run measured, as a table and as JSON.
///
/// @param fillPerSecond texts in calls of many; 0 when there was nothing left to fill
/// @param wide searches through all users
/// @param idle memory of the server after its start
/// @param end and at the end
record Figures(
        int memories,
        int users,
        int clients,
        Ingest ingest,
        double fillPerSecond,
        Alone alone,
        Crowd crowd,
        Durations wide,
        Optional<Memory> idle,
        Optional<Memory> end) {

    /// @param perSecond texts, one in a call
    /// @param embedPerSecond the same texts, the model alone
    record Ingest(double perSecond, double embedPerSecond, Durations latency) {
        double ratio() {
            return perSecond / embedPerSecond;
        }
    }

    /// One client, and the same questions with the model alone.
    record Alone(Durations embedding, Durations search) {
        double ratio() {
            return search.percentile(50) / embedding.percentile(50);
        }
    }

    record Crowd(int clients, double perSecond, Durations search) {}

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("memories", memories);
        json.put("users", users);
        json.put("clients", clients);
        json.put("embed_per_s", Rounded.tenth(ingest.embedPerSecond()));
        json.put("ingest_per_s", Rounded.tenth(ingest.perSecond()));
        json.put("ingest_ratio", Rounded.hundredth(ingest.ratio()));
        json.put("ingest_ms", Rounded.percentiles(ingest.latency()));
        json.put("fill_per_s", Rounded.tenth(fillPerSecond));
        json.put("embed_query_ms", Rounded.percentiles(alone.embedding()));
        json.put("search_ms", Rounded.percentiles(alone.search()));
        json.put("search_ratio", Rounded.hundredth(alone.ratio()));
        Map<String, Object> together = new LinkedHashMap<>();
        together.put("clients", crowd.clients());
        together.put("per_s", Rounded.tenth(crowd.perSecond()));
        together.putAll(Rounded.percentiles(crowd.search()));
        json.put("search_together", together);
        json.put("search_everything_ms", Rounded.percentiles(wide));
        idle.ifPresent(memory -> json.put("rss_idle_mib", memory.residentMib()));
        idle.ifPresent(memory -> json.put("rss_idle_own_mib", memory.ownMib()));
        end.ifPresent(memory -> json.put("rss_end_mib", memory.residentMib()));
        end.ifPresent(memory -> json.put("rss_end_own_mib", memory.ownMib()));
        return json;
    }

    String toText() {
        return """
        %,d memories of %,d users
        embedding alone       %8.0f texts/s
        ingest, %2d clients    %8.0f texts/s  (%.2f of that; p50 %.1f ms, p99 %.1f ms)
        fill, many per call   %8.0f texts/s
        question alone   p50  %8.2f ms
        search           p50  %8.2f ms  (%.2f times that; p95 %.2f ms, p99 %.2f ms)
        search, %2d clients    %8.0f /s  (p50 %.1f ms, p99 %.1f ms)
        search all users p50  %8.2f ms
        resident memory       %s after the start, %s at the end
        """
                .formatted(
                        memories,
                        users,
                        ingest.embedPerSecond(),
                        clients,
                        ingest.perSecond(),
                        ingest.ratio(),
                        ingest.latency().percentile(50),
                        ingest.latency().percentile(99),
                        fillPerSecond,
                        alone.embedding().percentile(50),
                        alone.search().percentile(50),
                        alone.ratio(),
                        alone.search().percentile(95),
                        alone.search().percentile(99),
                        crowd.clients(),
                        crowd.perSecond(),
                        crowd.search().percentile(50),
                        crowd.search().percentile(99),
                        wide.percentile(50),
                        text(idle),
                        text(end));
    }

    private static String text(Optional<Memory> memory) {
        return memory.map(Memory::toString).orElse("unknown");
    }
}
