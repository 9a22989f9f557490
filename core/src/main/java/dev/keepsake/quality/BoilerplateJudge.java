package dev.keepsake.quality;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Refuses sentences that tell nothing about anybody: greetings, thanks, talk about the talk,
/// instructions to a model, logs, and statements that nothing is known. Pure.
///
/// The rules fit whole sentences, so that a sentence that goes on with something is kept: `User
/// asked a question` is refused, `User asked a question about her visa` is not.
final class BoilerplateJudge {

    private static final String TALKED = "(?:has |have |had |is |was |just |simply |also |again )*";
    private static final String THINGS =
            "(?:message|messages|document|file|image|photo|picture|screenshot|link|text|code|code snippet"
                    + "|snippet|information|details|conversation|transcript|list)";

    private static final List<Rule> RULES =
            List.of(
                    Rule.whole(
                            "A greeting or a courtesy.",
                            "(?:hi|hello|hey|hiya|thanks|thank you|bye|goodbye|good (?:morning|evening|night"
                                    + "|afternoon)|you're welcome|no problem|nice to meet you)\\b[,!.\\s]*"
                                    + "(?:there|again|everyone|all|user|assistant|so much|a lot)?[,!.\\s]*"),
                    Rule.whole(
                            "A greeting or a courtesy.",
                            "SOMEBODY (?:said|says|wrote|typed|sent|replied with)(?: only| just)? (?:a |an )?[\"'“]?"
                                    + "(?:hi|hello|hey|thanks|thank you|bye|goodbye|good (?:morning|evening|night"
                                    + "|afternoon)|ok|okay|yes|no|sure|cool|lol|greeting|farewell|test)\\b[\"'”!.]*"
                                    + "(?: to (?:the )?(?:user|assistant|agent|ai|bot))?"),
                    Rule.whole(
                            "A greeting or a courtesy.",
                            "SOMEBODY "
                                    + TALKED
                                    + "(?:greeted|greets|greeting|thanked|thanks|thanking|welcomed|welcomes|said goodbye"
                                    + " to|apologi[sz]ed to|apologi[sz]es to|wishes|wished) (?:the )?(?:user|assistant"
                                    + "|agent|ai|bot|you|me|everyone)(?: (?:for|a|an|well|with)\\b.{0,40})?"),
                    Rule.whole(
                            "Thanks or agreement, and nothing else.",
                            "SOMEBODY (?:really |so |truly |totally |completely |absolutely |fully |also |100% )*"
                                    + "(?:agree|agrees|agreed|appreciates? (?:it|that|this|you|your [\\w ]{1,30})"
                                    + "|thanks you(?: for [\\w ]{1,30})?)(?: with (?:you|that|this|the assistant))?"),
                    Rule.whole(
                            "Thanks or agreement, and nothing else.",
                            "your [\\w ]{1,40}? means? (?:so much|a lot|everything|the world|a great deal)"
                                    + "(?: to [\\w ]{1,30})?"),
                    Rule.whole(
                            "Talk about the conversation itself.",
                            "SOMEBODY "
                                    + TALKED
                                    + "(?:asked|asks|asking|posed|poses|had|has|sent) (?:the assistant |the user |you )?"
                                    + "(?:a|an|another|some|several|many|more|multiple|the)? ?(?:[\\w-]+ )?"
                                    + "(?:question|questions|query|queries|request|requests)"
                                    + "(?: (?:to|of|for) (?:the )?(?:assistant|agent|ai|bot|you))?"),
                    Rule.whole(
                            "Talk about the conversation itself.",
                            "SOMEBODY (?:wants|wanted|would like|asked|asks|told|needs|requested|instructed|expects)"
                                    + " (?:the )?(?:assistant|agent|ai|bot|model|you|it|user)(?: to)?"
                                    + " (?:continue|proceed|go on|go ahead|try again|retry|stop|wait|help|assist|answer"
                                    + "|respond|reply|explain|elaborate|clarify|repeat|start over|keep going"
                                    + "|do (?:it|that|this|so))(?: (?:with|on|it|that|this|them|again|please|now|further"
                                    + "|more|the|a|task|work|conversation|process|discussion|question|questions"
                                    + "|something|same))*"),
                    Rule.whole(
                            "Talk about the conversation itself.",
                            "SOMEBODY (?:needs|wants|requested|requests|asked for|asks for|is asking for|is looking for"
                                    + "|is seeking|seeks)(?: some| more| further| additional| any| the assistant's"
                                    + "| your| an?)* (?:help|assistance|support|information|clarification|advice|details"
                                    + "|guidance|answer|explanation|response|reply|summary|continuation)"
                                    + "(?: from (?:the )?(?:assistant|agent|ai|bot|you))?"
                                    + "(?: (?:with|on|about) (?:something|this|that|it|a (?:task|question|problem|topic)))?"),
                    Rule.whole(
                            "Talk about the conversation itself.",
                            "SOMEBODY (?:is|was|are|were|has been) (?:now |currently )?"
                                    + "(?:(?:having|in|starting|continuing|engaged in) (?:a|an|the|this) (?:new )?"
                                    + "(?:conversation|chat|discussion|session|dialogue)"
                                    + "|(?:talking|chatting|speaking|interacting|conversing|communicating|engaging))"
                                    + "(?: (?:to|with|in) (?:the |an? )?(?:ai |virtual |chat |llm )*(?:user|assistant|agent"
                                    + "|ai|bot|chatbot|model|system|conversation))?"),
                    Rule.whole(
                            "Talk about the conversation itself.",
                            "SOMEBODY "
                                    + TALKED
                                    + "(?:shared|shares|sent|sends|provided|provides|pasted|uploaded|attached|posted)"
                                    + " (?:a|an|the|some|their|this|another)? ?"
                                    + THINGS
                                    + "(?: (?:with|to) (?:the )?(?:assistant|agent|ai|user))?"),
                    Rule.whole(
                            "Talk about the conversation itself.",
                            "SOMEBODY "
                                    + TALKED
                                    + "(?:acknowledged|confirmed|responded|replied|answered|understood|understands)"
                                    + "(?: (?:that|it|this|the (?:message|request|question|answer|instructions?))"
                                    + "| (?:to|with) (?:the )?(?:assistant|user|agent|ok|okay|yes|no|it|that))?"),
                    Rule.whole(
                            "An assistant's offer to help.",
                            "SERVANT (?:is|was|am|are|will be|would be|'m|stands?)? ?(?:always |here |very |more than )*"
                                    + "(?:here|happy|glad|ready|available|able|pleased|delighted|eager|willing|there)"
                                    + "(?: to| if| for| with| whenever)\\b.{0,80}"),
                    Rule.whole(
                            "An assistant's offer to help.",
                            "SERVANT (?:can|could|will|would|may|offered to|offers to|is able to|aims to|wants to)"
                                    + " (?:gladly |happily |always |also )?(?:help|assist|support)"
                                    + "(?: (?:the )?(?:user|you|them|with|in|by|any|anything|something|questions?|tasks?"
                                    + "|further|more|that|this|it|about|or|and|answering|needs?|else|provide"
                                    + "|information))*"),
                    Rule.whole(
                            "An assistant's offer to help.",
                            "(?:please )?(?:let (?:me|assistant|agent|us|the assistant) know|feel free|don't hesitate"
                                    + "|do not hesitate|how (?:can|may) (?:i|assistant|agent|the assistant)"
                                    + " (?:help|assist)|is there anything else|what else can)\\b.{0,100}"),
                    Rule.whole(
                            "What an assistant says about itself.",
                            "(?:as an ai\\b.*|SOMEBODY (?:is|am|was|'m)(?: an?| the)? (?:very |helpful |friendly |useful"
                                    + " |harmless |honest )*(?:ai|virtual|digital|large|chat)[ -]?(?:powered )?(?:assistant"
                                    + "|agent|bot|model|language model|chatbot)?(?: .{0,80})?|SERVANT (?:is|am) (?:a|an)"
                                    + " (?:helpful|friendly) (?:assistant|agent|bot|model)\\b.*)"),
                    Rule.part(
                            "A piece of a prompt.",
                            "^you are (?:a|an|the|now) (?:\\w+[ ,-]+){0,4}(?:assistant|agent|ai|bot|chatbot|model|expert)\\b"
                                    + "|^(?:user|assistant|agent) (?:is|are) an? (?:helpful|friendly|useful) assistant\\b"
                                    + "|\\bsystem prompt\\b.{0,40}\\b(?:says|is|reads|instructs)\\b"
                                    + "|\\bknowledge cut-?off\\b"
                                    + "|\\b(?:respond|reply|answer|output|return) only (?:in|with|as)\\b"
                                    + "|\\b(?:do not|never|don't) (?:reveal|disclose|mention|share) (?:these|this|the|your)"
                                    + " (?:system )?(?:instructions?|prompt|rules)\\b"
                                    + "|^(?:you|assistant|agent) (?:must|should|will|may) (?:always|never|only)?\\s*"
                                    + "(?:respond|reply|answer|output|use the (?:tool|function|following)|follow (?:these"
                                    + "|the) (?:rules|instructions|steps))\\b"
                                    + "|^your (?:task|role|goal|job|purpose) is to\\b"
                                    + "|^(?:use|consider|given) the following (?:context|information|memories|documents|pieces)\\b"),
                    Rule.part(
                            "The output of a program.",
                            "\\b(?:HEARTBEAT_OK|NO_REPLY)\\b"
                                    + "|\\bheartbeat(?:\\.md| (?:ok|check|poll|prompt|message|received|ping|signal|at"
                                    + " \\d|interval|run))\\b"
                                    + "|\\[cron[:\\]]|^\\[?(?:cron|scheduled) (?:job|task|event|reminder)\\b.{0,60}"
                                    + "\\b(?:ran|executed|completed|triggered|fired|started|finished)\\b"
                                    + "|^\\W{0,2}\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d.{0,40}\\b(?:INFO|DEBUG|WARN|WARNING"
                                    + "|ERROR|TRACE|FATAL)\\b"
                                    + "|^\\[?(?:INFO|DEBUG|WARN|WARNING|ERROR|TRACE|FATAL)\\]?[:\\s]\\s*\\S"
                                    + "|\\bat [\\w.$]+\\([\\w$]+\\.(?:java|kt|scala|js|ts|py|rb|go|cs):\\d+"
                                    + "|\\bTraceback \\(most recent call last\\)"
                                    + "|\\b(?:exit|exited|finished|terminated) (?:with )?(?:code|status) \\d+\\b"
                                    + "|</?(?:system|tool|function|thinking|antml|context|memory|memories|user|assistant"
                                    + "|instructions?|result|output)[\\w:-]*>"
                                    + "|\"(?:tool_calls?|function_call|tool_use_id|tool_call_id|arguments|finish_reason)\""
                                    + "|\\bHTTP/\\d(?:\\.\\d)? \\d{3}\\b"),
                    Rule.part(
                            "Data, not a sentence.",
                            "^\\W*[\\[{]\\s*[\"']?[\\w-]+[\"']?\\s*[:,]|[\"']\\s*:\\s*[\"'\\[{]"),
                    Rule.whole(
                            "It says that nothing is known.",
                            "(?:none|n/?a|null|undefined|nothing|unknown|no (?:\\w+ ){0,3}(?:information|memories|memory"
                                    + "|facts?|details|preferences|data|context|results)(?: (?:was|were|is|are|has been"
                                    + "|have been|could be))?(?: (?:\\w+ ){0,2}(?:known|available|provided|found|specified"
                                    + "|mentioned|extracted|shared|given|stored|needed))?(?: .{0,60})?)"),
                    Rule.whole(
                            "It says that nothing is known.",
                            "SOMEBODY(?:'s)?(?: [\\w ]{1,40}?)? (?:is|are|was|were|has|have)(?: been)?"
                                    + " (?:unknown|unspecified|undisclosed|not (?:been )?(?:known|specified|mentioned"
                                    + "|provided|stated|disclosed|given|shared))"
                                    + "(?: (?:yet|so far|at this time|here|to (?:the )?(?:assistant|agent)"
                                    + "|in (?:the|this) [\\w ]{1,30}))?"),
                    Rule.whole(
                            "It says that nothing is known.",
                            "SOMEBODY (?:did not|didn't|has not|hasn't|does not|doesn't)(?: yet)? (?:provide|provided|share"
                                    + "|shared|mention|mentioned|specify|specified|state|stated|disclose|disclosed|give"
                                    + "|given) (?:any|further|additional|more|specific|their name|personal)\\b.{0,60}"),
                    Rule.whole(
                            "It says what everybody is.",
                            "SOMEBODY (?:is|was) (?:a |the |an? )?(?:user|person|human|human being|individual|participant)"
                                    + "|(?:the )?user(?:'s name)? is (?:named |called )?(?:the )?(?:user|assistant)"));

    /// What could be anything: a run that no language writes.
    private static final Pattern BLOB = Pattern.compile("[A-Za-z0-9+/=_-]{80,}");

    private static final Pattern END = Pattern.compile("[\\s.!?…,;:]+$");

    private BoilerplateJudge() {}

    static Optional<Judgement> of(String text) {
        var sentence = END.matcher(text.strip()).replaceFirst("");
        if (Words.of(sentence).content().isEmpty()) {
            return refused("It says nothing.");
        }
        if (BLOB.matcher(sentence).find()) {
            return refused("Data, not a sentence.");
        }
        return RULES.stream()
                .filter(rule -> rule.fits(sentence))
                .findFirst()
                .flatMap(rule -> refused(rule.reason()));
    }

    private static Optional<Judgement> refused(String reason) {
        return Optional.of(Judgement.of(Verdict.BOILERPLATE, reason));
    }
}
