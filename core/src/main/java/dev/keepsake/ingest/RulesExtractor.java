package dev.keepsake.ingest;

import dev.keepsake.model.Linguist;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Extraction without a language model (engine contract 16.3): sentences are judged by what they
/// hold, told in the third person and given absolute dates; what belongs together is joined.
/// English is understood; statements in other languages are kept word for word.
///
/// Pure and deterministic: the same task gives the same texts. Safe for many threads.
public final class RulesExtractor implements Extractor {

    /// Shown in events as what made the memories.
    public static final String NAME = "rules";

    private static final int MOST = 25;

    private final Linguist linguist;

    public RulesExtractor(Linguist linguist) {
        this.linguist = linguist;
    }

    @Override
    public Extraction extract(ExtractionTask task) {
        var conversation = new Conversation(task, linguist);
        var memos = best(unique(conversation.memos()), Math.max(MOST, task.messages().size()));
        var candidates =
                memos.stream()
                        .map(memo -> memo.candidate(prefix(task, memo), conversation.dating))
                        .toList();
        return new Extraction(candidates, NAME, warnings(task));
    }

    private static String prefix(ExtractionTask task, Memo memo) {
        return task.isAgentFramed() && memo.isByHuman() ? "Agent was informed that " : "";
    }

    private static List<String> warnings(ExtractionTask task) {
        var guidance = task.guidance();
        boolean isGuided =
                Stream.of(
                                guidance.instructions(),
                                guidance.agentInstructions(),
                                guidance.includes(),
                                guidance.excludes())
                        .anyMatch(text -> text != null && !text.isBlank());
        return isGuided ? List.of("custom_instructions partially applied") : List.of();
    }

    private static List<Memo> unique(List<Memo> memos) {
        Set<String> texts = new HashSet<>();
        return memos.stream()
                .filter(memo -> texts.add(memo.text().toLowerCase(Locale.ROOT)))
                .toList();
    }

    /// The highest scores, in text order.
    private static List<Memo> best(List<Memo> found, int most) {
        return IntStream.range(0, found.size())
                .boxed()
                .sorted(Comparator.comparing((Integer at) -> -found.get(at).score()))
                .limit(most)
                .sorted()
                .map(found::get)
                .toList();
    }
}
