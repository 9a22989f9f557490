package dev.keepsake.ingest;

import dev.keepsake.memory.Attribution;
import dev.keepsake.memory.Message;
import dev.keepsake.memory.Temporal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Extraction without a language model (engine contract 16.3): sentences are judged by what they
/// hold, told in the third person and given absolute dates. English is understood; statements in
/// other languages are kept word for word.
///
/// Pure and deterministic: the same task gives the same texts. Safe for many threads.
///
/// Not done yet: resolving pronouns from earlier sentences, topics from custom instructions,
/// enumerated plans, pasted reference material.
public final class RulesExtractor implements Extractor {

    /// Shown in events as what made the memories.
    public static final String NAME = "rules";

    private static final int MOST = 25;
    private static final int ECHO_TURNS = 4;
    private static final int MIN_FOREIGN_WORDS = 4;
    private static final int MIN_UNSPACED_LETTERS = 6;
    private static final Set<String> ASSISTANT_NAMES =
            English.words("assistant agent bot ai chatgpt gpt claude gemini copilot model llm");

    @Override
    public Extraction extract(ExtractionTask task) {
        var found = new Reading(task).run();
        return new Extraction(best(found), NAME, warnings(task));
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

    /// The highest scores, in text order.
    private static List<Extraction.Candidate> best(List<Scored> found) {
        return IntStream.range(0, found.size())
                .boxed()
                .sorted(Comparator.comparing((Integer at) -> -found.get(at).score()))
                .limit(MOST)
                .sorted()
                .map(at -> found.get(at).candidate())
                .toList();
    }

    private record Scored(int score, Extraction.Candidate candidate) {}

    /// One walk through the messages of one task.
    private static final class Reading {
        private final ExtractionTask task;
        private final Set<String> speakers;
        private final ClauseScore scores;
        private final DatePhrases dates;
        private final Echo echo;
        private final List<Scored> found = new ArrayList<>();
        private final Set<String> texts = new HashSet<>();

        Reading(ExtractionTask task) {
            this.task = task;
            this.speakers = speakersIn(task);
            this.scores = new ClauseScore(Names.in(textsIn(task), speakers));
            this.dates = new DatePhrases(task.observed().atZone(task.zone()).toLocalDate());
            this.echo = new Echo(saidByUsers(task));
        }

        List<Scored> run() {
            for (int at = 0; at < task.messages().size(); at++) {
                var message = task.messages().get(at);
                if (isHuman(message)) {
                    humanTurn(at, message);
                } else if (isAssistant(message)) {
                    assistantTurn(at, message);
                }
            }
            return found;
        }

        private void humanTurn(int at, Message message) {
            if (!Language.isEnglish(message.content())) {
                foreignTurn(at, message);
                return;
            }
            var voice = new PersonRewrite(speakerOf(message), null);
            for (var sentence : Sentences.of(message.content())) {
                var plain = unaddressed(sentence);
                var framed = Wording.framed(plain);
                for (var clause : Clauses.of(framed == null ? plain : framed)) {
                    humanClause(at, message, voice, unaddressed(clause), framed != null);
                }
            }
        }

        private String unaddressed(String text) {
            return Wording.plain(Wording.withoutAddress(Wording.plain(text), speakers));
        }

        private void humanClause(
                int at, Message message, PersonRewrite voice, String clause, boolean asked) {
            if (clause.isBlank() || Tokens.words(clause).isEmpty()) {
                return;
            }
            var speaker = speakerOf(message);
            var name = Wording.introducedName(clause);
            if (name != null) {
                add(5, at, message, new Dated(speaker + "'s name is " + name, null));
                return;
            }
            int score = scores.of(clause, asked);
            if (score >= ClauseScore.KEEP) {
                var whole = Mood.lacksSubject(clause) ? withSubject(clause) : clause;
                var told = Wording.named(voice.rewrite(Wording.withoutEnd(whole)));
                add(score, at, message, dates.absolute(told));
            }
        }

        private void foreignTurn(int at, Message message) {
            for (var sentence : Sentences.of(message.content())) {
                if (!isQuestion(sentence) && isLongEnough(sentence)) {
                    addVerbatim(at, message, sentence);
                }
            }
        }

        private void assistantTurn(int at, Message message) {
            if (!Language.isEnglish(message.content())) {
                return;
            }
            var turns = new AssistantTurns(task.isAgentFramed() ? "Agent" : "Assistant");
            for (var sentence : Sentences.of(message.content())) {
                for (var clause : Clauses.of(sentence)) {
                    var kept = turns.kept(clause);
                    if (kept != null && !echo.repeats(clause)) {
                        add(3, at, message, dates.absolute(kept));
                    }
                }
            }
        }

        private void add(int score, int at, Message message, Dated dated) {
            var text = Tokens.withFirstUpper(Wording.withoutEnd(dated.text()).strip());
            if (task.isAgentFramed() && isHuman(message)) {
                text = "Agent was informed that " + text;
            }
            add(score, at, message, text, TemporalCues.of(dated));
        }

        private void addVerbatim(int at, Message message, String sentence) {
            add(ClauseScore.KEEP, at, message, sentence, null);
        }

        private void add(
                int score, int at, Message message, String text, @Nullable Temporal temporal) {
            if (!texts.add(text.toLowerCase(Locale.ROOT))) {
                return;
            }
            var by = isAssistant(message) ? Attribution.ASSISTANT : Attribution.USER;
            var candidate =
                    new Extraction.Candidate(
                            text,
                            by,
                            isHuman(message) ? nameOf(message) : null,
                            List.of(at),
                            List.of(),
                            List.of(),
                            null,
                            List.of(),
                            temporal,
                            null);
            found.add(new Scored(score, candidate));
        }
    }

    private static List<Message> allIn(ExtractionTask task) {
        return Stream.concat(task.context().window().stream(), task.messages().stream()).toList();
    }

    private static List<String> textsIn(ExtractionTask task) {
        return allIn(task).stream().map(Message::content).toList();
    }

    private static Set<String> speakersIn(ExtractionTask task) {
        return allIn(task).stream()
                .map(RulesExtractor::nameOf)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static List<String> saidByUsers(ExtractionTask task) {
        var window = task.context().window();
        var last = window.subList(Math.max(0, window.size() - ECHO_TURNS), window.size());
        return Stream.concat(last.stream(), task.messages().stream())
                .filter(RulesExtractor::isHuman)
                .flatMap(message -> Sentences.of(message.content()).stream())
                .flatMap(sentence -> Clauses.of(sentence).stream())
                .filter(clause -> !Tokens.words(clause).isEmpty())
                .toList();
    }

    /// A user, or a named person whom the caller put into the assistant's place.
    private static boolean isHuman(Message message) {
        return message.role().equals("user")
                || isAssistant(message) && isPersonName(message.name());
    }

    private static boolean isAssistant(Message message) {
        return message.role().equals("assistant") || message.role().equals("agent");
    }

    private static boolean isPersonName(@Nullable String name) {
        return name != null
                && !name.isBlank()
                && Tokens.lowerWords(name).stream().noneMatch(ASSISTANT_NAMES::contains);
    }

    private static String speakerOf(Message message) {
        var name = nameOf(message);
        return name == null ? "User" : name;
    }

    private static @Nullable String nameOf(Message message) {
        var name = message.name();
        return name == null || name.isBlank() ? null : name.strip();
    }

    private static boolean isQuestion(String sentence) {
        return sentence.endsWith("?") || sentence.endsWith("？") || sentence.startsWith("¿");
    }

    private static boolean isLongEnough(String sentence) {
        return Language.isUnspaced(sentence)
                ? sentence.codePoints().filter(Character::isLetter).count() >= MIN_UNSPACED_LETTERS
                : Tokens.words(sentence).size() >= MIN_FOREIGN_WORDS;
    }

    private static String withSubject(String clause) {
        var rest = clause.substring(0, 1).toLowerCase(Locale.ROOT) + clause.substring(1);
        return (rest.startsWith("gonna") ? "I'm " : "I ") + rest;
    }
}
