package dev.keepsake.ingest;

import dev.keepsake.model.Linguist;
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
        return self.equals("Agent")
                ? "Agent recommended " + named
                : "User was recommended " + named;
    }
}
