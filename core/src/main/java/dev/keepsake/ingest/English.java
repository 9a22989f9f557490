package dev.keepsake.ingest;

import java.util.Set;

/// Closed word classes of English, as far as the rules need them. Lower case.
final class English {

    /// Words that carry no content of their own: for comparing two clauses by what they are about.
    static final Set<String> STOP_WORDS =
            words(
                    """
                    a an the this that these those and or but so because if when while as than then
                    i me my mine myself we us our ours you your yours yourself he him his she her
                    hers it its they them their theirs who whom which what where how why
                    am is are was were be been being do does did done have has had having
                    will would shall should can could may might must
                    i'm i've i'd i'll you're you've you'd you'll we're we've we'd we'll it's that's
                    don't doesn't didn't can't couldn't won't wouldn't isn't aren't wasn't weren't
                    haven't hasn't hadn't not no yes
                    in on at to for of from by with about into onto over under up down out off
                    also too very just really already now here there again only even still
                    let's please ok okay\
                    """);

    /// Words that may stand between a subject and its verb.
    static final Set<String> ADVERBS =
            words(
                    """
                    always never often also still usually sometimes just already only even rarely
                    seldom now currently once twice soon both all not ever almost quite kinda
                    sorta kind sort of really then too finally actually absolutely\
                    """);

    /// What begins a dependent clause.
    static final Set<String> SUBORDINATORS =
            words(
                    """
                    if when because while although though since unless whenever after before until
                    once as where whereas\
                    """);

    static final Set<String> QUESTION_WORDS =
            words("what which who whom whose where when why how what's who's where's how's");

    static final Set<String> AUXILIARIES =
            words(
                    """
                    is are am was were do does did can could will would shall should may might must
                    have has had isn't aren't don't doesn't didn't can't couldn't won't wouldn't
                    shouldn't haven't hasn't\
                    """);

    static final Set<String> MODALS =
            words(
                    """
                    can could will would shall should may might must can't cannot couldn't won't
                    wouldn't shouldn't mustn't mightn't ought 'll\
                    """);

    static final Set<String> SPEAKER =
            words(
                    """
                    i me my mine myself we us our ours ourselves i'm i've i'd i'll im ive we're
                    we've we'd we'll\
                    """);

    static final Set<String> SPEAKER_SUBJECTS =
            words("i i'm i've i'd i'll im ive we we're we've we'd we'll");

    /// Pronouns that say nothing without what went before.
    static final Set<String> DANGLING =
            words(
                    """
                    he she it they him her his hers its them their theirs he's she's it's they're
                    he'd she'd they'd he'll she'll it'll they'll they've this that these those
                    that's one\
                    """);

    /// Words of which greetings, thanks and assent are made. A clause of nothing else says nothing.
    static final Set<String> PHATIC =
            words(
                    """
                    hi hello hey hiya greetings yo good morning afternoon evening night day bye
                    goodbye see you later soon tomorrow thanks thank thx cheers ty much so very a
                    lot for your the help helping this that's that is it's it all again welcome
                    you're no yes yeah yep yup nope nah ok okay k sure fine great cool nice awesome
                    perfect excellent amazing wonderful lovely sweet sounds sound looks like plan
                    got gotcha right exactly absolutely definitely certainly indeed correct true
                    agreed agree i i'm i'll do will think don't know understand understood see makes
                    sense fair enough interesting wow oh ah hmm um uh well haha lol hah sorry
                    apologies please my too bad worries problem pleasure glad happy to hear
                    appreciate be there have how are doing what's up not really maybe perhaps of
                    course done alright let's go take care guess hope mean was am just\
                    """);

    static final Set<String> NUMBER_WORDS =
            words(
                    """
                    two three four five six seven eight nine ten eleven twelve twenty thirty forty
                    fifty hundred thousand million dozen twice\
                    """);

    static final Set<String> CALENDAR =
            words(
                    """
                    today yesterday tomorrow tonight monday tuesday wednesday thursday friday
                    saturday sunday january february march april june july august september october
                    november december\
                    """);

    /// Words that say little about what a sentence is about.
    static final Set<String> VAGUE =
            words(
                    """
                    thing something anything everything nothing way time day lot bit kind sort good
                    great nice new big little much many more most other another same able such get
                    go make take come know think want need try see look feel say tell let give keep
                    be have do really super awesome amazing cool fun be one two first last next
                    year month week morning night people someone everyone lately recently love like
                    help start work start really far long well hard sure happy glad excited keep\
                    """);

    private English() {}

    static Set<String> words(String list) {
        return Set.copyOf(java.util.Arrays.asList(list.strip().split("\\s+")));
    }
}
