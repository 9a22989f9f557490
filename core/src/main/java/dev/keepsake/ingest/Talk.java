package dev.keepsake.ingest;

import java.util.List;
import java.util.regex.Pattern;

/// Knows sentences that people say to each other without telling anything: praise, sympathy, good
/// wishes, promises to stay in touch.
final class Talk {

    private static final String VERY =
            "(?:so |100% |hundred percent |do |really |very |super |just |totally |definitely |truly |always |completely |quite"
                    + " |pretty |also |absolutely |still |too |100% )*";

    private static final List<Pattern> PHRASES =
            List.of(
                    said(
                            "(?:i|we)(?:'m| am|'re| are| was)? "
                                    + VERY
                                    + "(?:proud|happy|glad|stoked|excited|thrilled|sorry|pleased|impressed|delighted|curious"
                                    + "|honored|jealous|pumped|hyped|psyched) (?:of|for|that|to hear|to see|about hearing|with|by)?\\s*"
                                    + "(?:you\\b|your\\b|ya\\b|hear|see\\b|it\\b|that\\b|they\\b|to hear|about that|about it|we\\b|things\\b).*"),
                    said(
                            VERY
                                    + "(?:proud|happy|glad|stoked|excited|thrilled|sorry|pleased|impressed|nice|good|great|lovely|cool|awesome|amazing|wonderful) "
                                    + "(?:of|for|that|to|about)? ?(?:you|your|hear|see|catch|talk|know)\\b.*"),
                    said(
                            "(?:i |we )?"
                                    + VERY
                                    + "(?:agree|concur|relate|get it|get you|get that|hear you|hear ya|feel you|feel ya|understand|know|see|bet|hope|guess|suppose"
                                    + "|think so|believe (?:in you|so|you)|appreciate (?:it|that|you|your|all|the (?:offer|support|help|kind|encouragement|love|advice|suggestion|tip|recommendation))"
                                    + "|admire (?:you|how|your)|respect (?:you|your|that)|trust you|can (?:imagine|see|tell|understand|relate)|could tell|can't imagine|couldn't agree more)\\b.*"),
                    said("(?:i |we )?" + VERY + "(?:can't|cannot|can not|couldn't) wait\\b.{0,60}"),
                    said(
                            "(?:i|we)(?:'ll| will|'d| would| am going to|'m going to) "
                                    + VERY
                                    + "(?:keep (?:you|that|it|this)|let you|check (?:it|that|them|this|those)|look (?:it|into it|into that|forward)|give (?:it|that|them|this) a (?:try|shot|go|look|watch|read)"
                                    + "|be (?:sure|here|there|rooting|cheering|happy|glad|waiting)|definitely|try (?:it|that)|do (?:it|that|my best|our best)|see you|talk|support you|remember that|catch up|love to (?:hear|see|know|check (?:it|that)|join you))\\b.*"),
                    said(
                            "(?:i|we)(?:'d| would) "
                                    + VERY
                                    + "(?:be (?:happy|glad|honored)|love to (?:hear|see|know|help you|check (?:it|that)|join you))\\b.*"),
                    said(
                            "(?:i|we)(?:'m| am|'re| are) "
                                    + VERY
                                    + "(?:here (?:for|if|to)|there for|rooting|cheering|with you|on your side|in awe|sure|certain|doing (?:good|well|great|fine|okay|ok|alright)|good|fine|great|okay|ok|alright|well"
                                    + "|all ears|looking forward to (?:hear|see|it|that|your|catch|what)|wondering|here\\b|always here|lucky to have you|grateful for (?:you|your)|thankful for (?:you|your)|blessed to have you|touched)\\b.{0,80}"),
                    said(
                            "(?:it|that|this|which) (?:really |truly |just |always )?means? (?:a lot|so much|the world|everything)\\b.*"),
                    said(
                            "(?:thanks|thank you|thx|cheers|congrats|congratulations|good luck|best of luck|kudos|take care|have (?:fun|a|an)|enjoy|stay (?:safe|strong|positive|tuned)|talk|see you|catch you|bye|keep|way to go|well done|good (?:job|work|going|on you|for you|to)|great (?:job|work|to)|nice (?:job|work|to)|let me know|let's|don't (?:hesitate|forget|give up|worry)|wish(?:ing)? you|sending|hope|hoping you|long time no|sounds?|looks?|look at|check (?:it|this|out)|tell me|fingers crossed|glad|happy to|happy for|no (?:worries|problem|doubt|need)|you got this|we got this|same here|me too|what an?|how (?:cool|nice|awesome|wonderful|lovely|amazing|sweet|exciting|great))\\b.*"),
                    said(
                            "(?:you|you're|your)\\b.{0,60}(?:awesome|amazing|great|inspiring|incredible|wonderful|so (?:kind|sweet|strong|brave|talented)|the best|rock|mean a lot|means a lot|mean the world|means the world|got this|helpful|fantastic)\\b.*"),
                    said(
                            "(?:i|we) "
                                    + VERY
                                    + "(?:love|like|dig|enjoyed|loved|enjoy) (?:it|that|this|your|how you|the way you|hearing|seeing|what you|that you|chatting|talking|catching)\\b(?! when| because| since).{0,60}"),
                    said(
                            "(?:i|we)(?:'ve| have)? "
                                    + VERY
                                    + "(?:missed|miss) (?:you|talking|our (?:chats?|talks?))\\b.*"),
                    said(
                            "(?:here's|here is|here are|this is|that's|it's) "
                                    + VERY
                                    + "(?:the|a|an|some|what|how|why|where)?\\s*(?:pic|picture|photo|shot|image|snap|great|awesome|cool|nice|amazing|good|lovely|sweet|wonderful|fantastic|incredible|gorgeous|beautiful|so|true|right|exciting|inspiring|important|perfect|interesting)\\b.{0,40}"),
                    said(
                            "for (?:letting|being|sharing|listening|all|your|the|everything|having|helping|showing|reminding)\\b.*"),
                    said(
                            "(?:i|we)(?:'ve| have)? had (?:a lot|lots|so much|tons)(?: of (?:things|stuff))? (?:going on|happening|on my plate)\\b.{0,20}"),
                    said(
                            ".*\\bsince (?:we|i|you) last (?:spoke|talked|chatted|met|saw|caught).{0,12}"),
                    said(
                            "(?:a lot|lots|so much|much|tons|some (?:big|crazy|exciting)? ?(?:things|stuff))(?:'s| has| have|'ve)? (?:been )?(?:going on|happened|changed|happening|has|have|is)\\b.{0,40}"),
                    said(
                            "(?:i|we)(?:'ve| have)? (?:got|have|had|wanted to (?:tell|share|show)|want to (?:tell|share|show)|have to (?:tell|show)|just wanted to|got to (?:tell|show|share)) (?:you )?(?:some|an?|my|about)?\\s*(?:good |great |big |exciting |amazing |awesome |crazy |cool )*(?:news|update|something|stuff)?\\b.{0,18}"));

    private Talk() {}

    /// Whether a clause is such a sentence.
    static boolean is(String clause) {
        var text = clause.strip();
        return PHRASES.stream().anyMatch(phrase -> phrase.matcher(text).matches());
    }

    private static Pattern said(String words) {
        return Pattern.compile("(?is)^" + words + "[\\s.!?…]*$");
    }
}
