package dev.keepsake.quality;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Refuses sentences about the moment in which they were said: who waits for a build, who is about
/// to have a look, which page is open. Pure.
///
/// Plans and conditions with a time are facts (`User will be in Rome until Friday`), so a sentence
/// that names one is kept, and so is every sentence that a rule does not fit as a whole.
final class TransientJudge {

    private static final String NOW =
            "(?:now |currently |still |just |also |already |actively |presently )*";

    /// What a machine makes one wait for.
    private static final String RUNS =
            "(?:build|builds|tests?|test run|test suite|deploy|deployment|download|upload|install|installation|page"
                    + "|server|command|process|script|job|pipeline|ci|ci run|compilation|compiler|compile|query"
                    + "|request|import|export|migration|backup|sync|update|model|program|tool|task|loading)";

    private static final String VIEWS =
            "(?:file|files|screen|page|code|log|logs|output|message|response|answer|reply|screenshot|terminal|console"
                    + "|tab|window|error|stack trace|diff|editor|dashboard|conversation|chat|prompt|document"
                    + "|documentation|docs|results?|data|request|issue|query|command|tests?|build|it|this|that)";

    private static final List<Rule> RULES =
            List.of(
                    Rule.whole(
                            "Somebody waits for something that is over soon.",
                            "SOMEBODY (?:is|was|are|am|'s) "
                                    + NOW
                                    + "(?:waiting|pausing|standing by)(?: (?:for|on|until)(?: the| a| an| this| that| its"
                                    + "| their| his| her| my| your)?(?: [\\w-]+){0,2}? (?:"
                                    + RUNS
                                    + "|response|reply|answer|output|assistant|agent|ai|bot|user|you|it|this|that|them)"
                                    + "(?:'s (?:response|reply|answer|output))?"
                                    + "(?: (?:is|to be|to|has|from|on)"
                                    + "(?: (?:the|finish|finishes|finished|complete|completes|completed|pass|load|start"
                                    + "|end|respond|reply|return|run|done|ready|be|build|assistant|agent|ai|server|api"
                                    + "|bot|user|model|tool|answer|ci))+)?)?"),
                    Rule.whole(
                            "Somebody does something at the keyboard.",
                            "SOMEBODY (?:is|was|are|am|'s) "
                                    + NOW
                                    + "(?:typing|thinking|loading|scrolling|clicking|idling|listening|logging in|logging out"
                                    + "|connecting|reconnecting|buffering|processing)(?: (?:a|the|an|this|it|something"
                                    + "|message|reply|response|answer|right now|at the moment))*"),
                    Rule.whole(
                            "Somebody looks at something on a screen.",
                            "SOMEBODY (?:is|was|are|am|'s) "
                                    + NOW
                                    + "(?:looking at|looking into|viewing|checking|reading|opening|scanning|inspecting"
                                    + "|browsing|staring at)(?: (?:the|this|that|its|their|a|an))?(?: [\\w.-]+){0,1}? "
                                    + VIEWS),
                    Rule.whole(
                            "An assistant is at work.",
                            "(?:(?:the )?(?:assistant|agent|ai|bot)|i|we) (?:is|am|are|was|will|'ll|'m|is going to) "
                                    + NOW
                                    + "(?:be )?(?:check|checking|look|looking|search|searching|review|reviewing|work|working"
                                    + "|process|processing|analy[sz]e|analy[sz]ing|fetch|fetching|retrieve|retrieving|run"
                                    + "|running|execute|executing|read|reading|verify|verifying|investigate"
                                    + "|investigating|try|trying|prepare|preparing|generate|generating)"
                                    + "(?: (?:on|into|at|for|through|up|the|this|that|it|a|an|your|user's|now|again"
                                    + "|first|please|moment)| "
                                    + VIEWS
                                    + "| "
                                    + RUNS
                                    + ")*"),
                    Rule.whole(
                            "Somebody is about to do it.",
                            "(?:SOMEBODY (?:will|'ll|is going to|is about to|is gonna|needs to|wants to)"
                                    + "(?: just| quickly| now| first| also)*|let (?:me|us|user|assistant|agent)(?: just"
                                    + "| quickly| first)*|let's(?: just)?)"
                                    + " (?:check|see|think|look|verify|wait|find out|look it up|take a (?:quick )?look"
                                    + "|have a (?:quick )?look|think about (?:it|that)|be right back|be back"
                                    + "(?: (?:soon|later|in a (?:minute|second|moment|bit)))?"
                                    + "|get back(?: to (?:you|the assistant|user))?(?: soon| later| on (?:that|this))?"
                                    + "|let (?:you|the assistant|user) know|try|do|run|test|move on|start|begin|continue"
                                    + "|proceed|get started)(?: (?:it|that|this|them|(?:at|with) (?:it|that|this)|now|again|out"
                                    + "|first|here|to the others|on|for (?:you|user|a (?:moment|second|minute))))*"),
                    Rule.whole(
                            "A pause in the conversation.",
                            "(?:please )?(?:hold on|hang on|wait|one|just a|give (?:me|user|assistant) (?:a|one)|just)"
                                    + "(?: (?:a|one|moment|second|sec|minute|bit|please|wait))+"),
                    Rule.whole(
                            "Who is there right now.",
                            "SOMEBODY (?:is|was|are|am|'s) "
                                    + NOW
                                    + "(?:online|offline|afk|away from (?:the )?keyboard|logged (?:in|out)|connected"
                                    + "|disconnected|idle|here|back|ready|done|listening)(?: (?:now|at the moment"
                                    + "|right now|again|to (?:start|begin|continue|proceed|go)))?"),
                    Rule.whole(
                            "How a program is doing right now.",
                            "(?:the |a |an |this |that |their |its |SOMEBODY's )?(?:[\\w-]+ ){0,2}?"
                                    + RUNS
                                    + " (?:is|are|was|were|has|have) "
                                    + NOW
                                    + "(?:been )?(?:running|loading|building|compiling|deploying|in progress|passing|failing"
                                    + "|done|finished|complete|completed|pending|queued|restarting|starting|stuck"
                                    + "|in the queue)(?: (?:now|again|successfully|at the moment|right now))?"),
                    Rule.whole(
                            "Somebody does something at the keyboard.",
                            "SOMEBODY (?:has |have |had |just |already )*(?:opened|closed|clicked|pressed|scrolled|typed"
                                    + "|saved|refreshed|reloaded|restarted|minimi[sz]ed|selected|switched to)"
                                    + "(?: (?:on|the|a|an|this|that|their|to|down|up))*(?: [\\w.-]+)?"
                                    + " (?:file|tab|page|window|button|terminal|editor|message|command|browser|dialog|menu"
                                    + "|panel|cursor|key)"));

    /// What makes a state a fact: when it holds, or since when.
    private static final Pattern TIME =
            Pattern.compile(
                    "(?i)\\b(?:until|till|since|every|tomorrow|tonight|next|daily|weekly|usually|always|(?:mon|tues"
                            + "|wednes|thurs|fri|satur|sun)days?|january|february|april|june|july|august"
                            + "|september|october|november|december|\\d{4}-\\d\\d-\\d\\d|(?:19|20)\\d\\d)\\b");

    private static final Pattern END = Pattern.compile("[\\s.!?…,;:]+$");

    private TransientJudge() {}

    static Optional<Judgement> of(String text) {
        var sentence = END.matcher(text.strip()).replaceFirst("");
        if (TIME.matcher(sentence).find()) {
            return Optional.empty();
        }
        return RULES.stream()
                .filter(rule -> rule.fits(sentence))
                .findFirst()
                .map(rule -> Judgement.of(Verdict.TRANSIENT, rule.reason()));
    }
}
