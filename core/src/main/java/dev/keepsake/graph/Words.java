package dev.keepsake.graph;

import java.util.Arrays;
import java.util.Set;

/// Lists of English words that decide what is worth a node.
final class Words {

    /// Parties and things of every conversation, which tell memories apart as little as stop words.
    static final Set<String> GENERIC =
            of(
                    """
                    user users assistant agent agents bot ai customer customers client person people
                    someone somebody anyone anybody everyone everybody nobody none memory memories
                    message messages conversation chat question answer something anything everything
                    nothing thing things stuff system mom mum dad mother father sister brother son
                    daughter wife husband friend friends kid kids guy guys man woman boss sir madam
                    today yesterday tomorrow tonight morning evening afternoon night weekend
                    """);

    /// Words with a capital that name nothing: what opens sentences, exclaims, abbreviates.
    static final Set<String> NEVER_NAMES =
            of(
                    """
                    i i'm i've i'd i'll im a an the this that these those it its he she we they you
                    my your his her our their mine yours what which who whom whose where when why how
                    and or but nor so yet if then than because while although though since until
                    unless as at by for from in into of off on onto out over to up with within
                    without about after before above below between during under again further once
                    here there all any both each few more most other some such no not only own same
                    too very can will just should now could would may might must shall do does did
                    have has had is are was were be been being am let lets let's don't didn't isn't
                    wow hey hi hello thanks thank yeah yes yep yup nope ok okay oh ah aww aw haha
                    lol omg btw fyi asap tbh imo idk hmm huh ugh yay congrats congratulations sorry
                    please sure well good great awesome cool nice absolutely definitely totally
                    really also maybe perhaps glad happy looks sounds seems like love loved thx
                    bye goodbye welcome exactly agreed right true gosh jeez whoa woah am pm mr mrs ms
                    dr prof etc eg ie usd eur gbp tv pc faq diy pdf url id todo ps rsvp
                    """);

    /// Words that title lists and sections.
    static final Set<String> TITLE_LIKE =
            of(
                    """
                    tips tip steps step notes note list lists summary overview introduction
                    conclusion example examples ingredients instructions directions details
                    features benefits pros cons reasons ideas options goals goal plan plans
                    highlights takeaways resources references faq recommendations suggestions
                    photo photos image images picture pictures video link links section part chapter
                    """);

    static final Set<String> CALENDAR =
            of(
                    """
                    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu
                    thur thurs fri sat sun january february march april may june july august
                    september october november december jan feb mar apr jun jul aug sep sept oct nov
                    dec
                    """);

    /// Behind a name, what makes it an organisation or a place.
    static final Set<String> ORGANISATION =
            of(
                    """
                    inc corp corporation gmbh ltd llc plc ag sa bv ab co company university college
                    institute school academy hospital clinic museum library centre center centers
                    society association foundation church bank group labs laboratory studio studios
                    department ministry council committee park bridge street avenue road lake mount
                    mountain river island bay beach station airport hotel cafe restaurant festival
                    orchestra club union party museum gallery theatre theater
                    """);

    /// Before a name, part of it.
    static final Set<String> HONORIFIC = of("mr mrs ms dr prof st sir lady lord saint mt ft");

    /// Say how, not what.
    static final Set<String> VAGUE =
            of(
                    """
                    new good many great nice big small little old bad best better worse worst more
                    most much several various different other another same such certain some any few
                    own real sure right wrong able important interesting special whole full entire
                    main general common usual regular normal possible available current recent
                    latest previous next upcoming past future early late long short high low large
                    huge tiny amazing awesome beautiful lovely wonderful fantastic incredible cool
                    fun happy glad sad proud excited exciting perfect super fine ok okay easy hard
                    difficult simple quick fast slow busy free ready close near far similar first
                    last second third final extra additional total single double major minor key
                    favorite favourite personal specific particular overall initial due daily weekly
                    monthly yearly annual just only very so nearby online positive negative strong
                    gorgeous stunning wild kind loved loving true inspiring fulfilling rewarding
                    supportive cute sweet lot lots like top
                    """);

    /// Tell when, where or with whom rather than what; with one of these only the head is left.
    static final Set<String> CIRCUMSTANTIAL =
            of(
                    """
                    team first last next past previous current today yesterday tomorrow morning
                    evening afternoon night week weekend month year day daily weekly monthly home
                    today's company group family
                    """);

    /// Last words that add nothing.
    static final Set<String> GENERIC_TAILS =
            of(
                    """
                    work data details detail information info stuff thing things issue issues item
                    items material materials content part parts piece pieces side aspect aspects
                    """);

    /// Heads that need a noun before them to mean something.
    static final Set<String> GENERIC_HEADS =
            of(
                    """
                    thing things way ways time times idea ideas lot lots bit kind kinds sort type
                    types number numbers amount couple bunch day days week weeks weekend weekends
                    month months year years hour hours minute minutes moment moments morning
                    evening afternoon night nights today person people guy guys man men woman women
                    friend friends place places area areas point points fact facts case cases reason
                    reasons question questions answer answers problem problems example examples
                    name names word words end start beginning rest top bottom front back middle
                    stuff job life world feeling feelings step steps
                    """);

    private Words() {}

    private static Set<String> of(String list) {
        return Set.copyOf(Arrays.asList(list.strip().split("\\s+")));
    }
}
