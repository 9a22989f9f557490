package dev.keepsake.ingest;

import dev.keepsake.model.Embedder;
import dev.keepsake.model.Linguist;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

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

    private final Embedder embedder;

    /// @param embedder compares memories with the topics of instructions
    public RulesExtractor(Linguist linguist, Embedder embedder) {
        this.linguist = linguist;
        this.embedder = embedder;
    }

    @Override
    public Extraction extract(ExtractionTask task) {
        var conversation = new Conversation(task, linguist);
        var ofUser = Topics.of(task.guidance(), task.isAgentFramed());
        var ofAssistant = Topics.of(task.guidance(), true);
        var wanted = wanted(unique(conversation.memos()), ofUser, ofAssistant);
        var memos = best(wanted, Math.max(MOST, task.messages().size()));
        var candidates =
                memos.stream()
                        .map(memo -> memo.candidate(prefix(task, memo), conversation.dating))
                        .toList();
        return new Extraction(candidates, NAME, warnings(ofUser, ofAssistant));
    }

    private static String prefix(ExtractionTask task, Memo memo) {
        return task.isAgentFramed() && memo.isByHuman() ? "Agent was informed that " : "";
    }

    private static List<String> warnings(Topics ofUser, Topics ofAssistant) {
        return ofUser.isPartial() || ofAssistant.isPartial()
                ? List.of("custom_instructions partially applied")
                : List.of();
    }

    /// Without what instructions leave out.
    private List<Memo> wanted(List<Memo> memos, Topics ofUser, Topics ofAssistant) {
        if (ofUser.isEmpty() && ofAssistant.isEmpty()) {
            return memos;
        }
        var texts = memos.stream().map(memo -> Phrase.of(memo.text(), linguist)).toList();
        var byUser = ofUser.keeps(texts, embedder);
        var byAssistant = ofAssistant.equals(ofUser) ? byUser : ofAssistant.keeps(texts, embedder);
        return IntStream.range(0, memos.size())
                .filter(at -> (memos.get(at).isByHuman() ? byUser : byAssistant).get(at))
                .mapToObj(memos::get)
                .toList();
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
