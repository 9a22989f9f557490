package dev.keepsake.ingest;

import dev.keepsake.model.Linguist;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What is worth keeping of an assistant's turn: actions it completed and things with a name that
/// it recommended. Everything else is talk.
final class AssistantTurns {

    private static final Pattern COMPLETED =
            Pattern.compile(
                    "(?i)^(?:done|all set|great|okay|ok|perfect|sure|good news)?[\\s,.!:-]*"
                            + "(?:i|we)(?:'ve| have)?(?: just| already| also| now| successfully| gone ahead and)*"
                            + " ([a-z]+)\\b(.*)$");
    private static final Set<String> ACTIONS =
            English.words(
                    """
                    booked scheduled rescheduled created sent ordered reserved cancelled canceled
                    set fixed deployed updated found drafted added moved prepared wrote written
                    uploaded emailed submitted registered arranged planned built changed removed
                    deleted installed configured purchased bought paid generated confirmed renewed
                    filed published signed compiled completed finished organized organised
                    assigned enabled disabled shipped refunded transferred opened closed\
                    """);

    /// Found and changed things are worth a memory, thoughts and feelings are not.
    private static final Pattern TALK =
            Pattern.compile(
                    "(?i)^\\s*(?:that|it|this|out|your (?:message|question|request)|a note)\\b.*");

    private static final Pattern RECOMMENDED =
            Pattern.compile(
                    "(?i)^(?:i(?:'d| would)? (?:really |highly |strongly |also )?(?:recommend|suggest)"
                            + "(?: that you try| trying| checking out| reading| watching| visiting)?"
                            + "|you (?:could|should|might|may|can)(?: also)? (?:try|check out|visit|read"
                            + "|watch|consider|want to try|like|enjoy)"
                            + "|you(?:'ll| will|'d| would) (?:like|love|enjoy)"
                            + "|(?:try|check out|have a look at)(?: reading| watching| visiting)?"
                            + "|consider(?= (?:using|trying|switching|reading|watching|visiting)\\b))"
                            + "\\s+(.+)$");
    private static final Pattern HINT =
            Pattern.compile(
                    "(?i)\\b(?:i|we|i've|we've)\\b.*\\b(?:"
                            + String.join("|", ACTIONS.stream().sorted().toList())
                            + "|recommend|suggest)\\b|\\byou(?:'ll|'d)?\\b.{0,20}\\b(?:try|check out|visit|read"
                            + "|watch|consider|like|enjoy|love)\\b|^\\W*(?:try|check out|have a look|consider)\\b");

    /// Lists that a user will come back to.
    private static final Pattern PLAN =
            Pattern.compile(
                    "(?i)\\b(?:plan|schedule|recipe|itinerary|routine|agenda|roadmap|timeline|programme|program"
                            + "|menu|budget)\\b[^.?!]{0,60}[:.]?$");

    private static final Pattern ADVICE =
            Pattern.compile(
                    "(?i)\\b(?:recommend\\p{L}*|suggest\\p{L}*|you (?:could|might|should|can|may) (?:try|like|enjoy|consider"
                            + "|visit|read|watch)|options|ideas|picks|favou?rites|worth (?:a|trying|visiting|reading|watching)"
                            + "|some (?:great|good|popular|nice|excellent|fun|of the best))\\b");
    private static final Pattern LEAD =
            Pattern.compile(
                    "(?i)^.*?(?:\\bhere(?:'s| is| are)|\\b(?:i|we)(?:'ve| have)? (?:made|created|drafted|prepared|put"
                            + " together|written|designed)|\\bthis is|\\bbelow is)\\s+");
    private static final Pattern ARTICLE = Pattern.compile("(?i)^(?:an?|the|your|some|my)\\s+");
    private static final Pattern QUOTED_NAME =
            Pattern.compile("^(?:\"[^\"]{2,60}\"|'[^']{2,60}'(?!\\p{L}))");
    private static final Pattern LABEL =
            Pattern.compile(
                    "^(\\p{Lu}[\\p{L}\\p{N}'&.]*(?: (?:(?:of|the|and|de|la|in|to|for|a|on|&) )*[\\p{Lu}\\p{N}][\\p{L}\\p{N}'&.]*){0,6})"
                            + "\\s*(?:$|[:–—(]|,\\s|\\s-\\s|\\bby\\b)");
    private static final int LONGEST_PLAN = 90;
    private static final Pattern CAPITAL = Pattern.compile("(?<![\\p{L}\\p{N}'])\\p{Lu}\\p{L}+");

    private final String self;
    private final Linguist linguist;
    private final PersonRewrite person;

    /// @param self `Assistant` or `Agent`
    AssistantTurns(String self, Linguist linguist) {
        this.self = self;
        this.linguist = linguist;
        this.person = PersonRewrite.ofAssistant(self, "User");
    }

    /// Whether a sentence may hold something worth a memory; cheap, because assistants talk much.
    static boolean mayMatter(String sentence) {
        return HINT.matcher(sentence).find();
    }

    /// What a list of the answer is worth as a memory: a plan with its steps, or the names of what
    /// is recommended; null when it is neither.
    @Nullable String kept(Enumeration list) {
        if (PLAN.matcher(list.title()).find()) {
            return plan(list);
        }
        boolean isAdvice = ADVICE.matcher(list.title()).find();
        var names = list.items().stream().map(AssistantTurns::nameOf).toList();
        boolean areNamed = names.stream().allMatch(name -> !name.isEmpty());
        return isAdvice && areNamed ? recommendation(joined(names)) : null;
    }

    private String plan(Enumeration list) {
        var text = new StringBuilder(self.equals("Agent") ? "Agent's " : "User's ");
        text.append(titleOf(list.title())).append(":");
        int words = Tokens.words(text.toString()).size();
        for (int at = 0; at < list.items().size(); at++) {
            var item = shortened(list.items().get(at));
            words += Tokens.words(item).size();
            if (words > LONGEST_PLAN) {
                break;
            }
            text.append(at == 0 ? " " : "; ").append(at + 1).append(") ").append(item);
        }
        return told(text.toString());
    }

    private static String titleOf(String line) {
        var text = LEAD.matcher(Wording.withoutEnd(line)).replaceFirst("");
        var title = ARTICLE.matcher(text).replaceFirst("");
        return title.substring(0, 1).toLowerCase(Locale.ROOT) + title.substring(1);
    }

    private static String shortened(String item) {
        var first = item.split("(?<=[.!?])\\s+", 2)[0];
        return Wording.withoutEnd(first);
    }

    /// The name that an item begins with; empty when it does not begin with one.
    private static String nameOf(String item) {
        var quoted = QUOTED_NAME.matcher(item);
        if (quoted.find()) {
            return quoted.group();
        }
        var named = LABEL.matcher(item);
        return named.find() ? named.group(1).strip() : "";
    }

    private static String joined(List<String> names) {
        int last = names.size() - 1;
        return String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }

    private String recommendation(String what) {
        return self.equals("Agent") ? "Agent recommended " + what : "User was recommended " + what;
    }

    /// The clause as a memory; null when it is not worth one.
    @Nullable String kept(Phrase clause) {
        var text = Wording.withoutEnd(clause.text());
        if (Mood.of(clause) == Mood.QUESTION) {
            return null;
        }
        var completed = completed(text);
        return completed != null ? completed : recommended(text);
    }

    private String told(String text) {
        return person.rewrite(Phrase.of(text, linguist));
    }

    private @Nullable String completed(String clause) {
        var match = COMPLETED.matcher(clause);
        if (!match.matches()) {
            return null;
        }
        var action = match.group(1).toLowerCase(Locale.ROOT);
        var object = match.group(2);
        if (!ACTIONS.contains(action) || object.isBlank() || TALK.matcher(object).matches()) {
            return null;
        }
        var verb = action.equals("written") ? "wrote" : action;
        return told("I " + verb + object);
    }

    private @Nullable String recommended(String clause) {
        var match = RECOMMENDED.matcher(clause);
        if (!match.matches()) {
            return null;
        }
        var item = match.group(1);
        if (!Names.hasQuotedTitle(item) && !CAPITAL.matcher(item).find()) {
            return null;
        }
        var named = told(item);
        return recommendation(named);
    }
}
