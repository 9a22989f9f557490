package dev.keepsake.ingest;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// English verb forms, told by lists and endings: good enough for short first-person statements,
/// without a tagger.
final class Verbs {

    private static final Set<String> IRREGULAR_PAST =
            English.words(
                    """
                    was were had did went got gave took came saw made said told knew thought found
                    left felt kept brought bought met ran ate drank drove wrote spoke broke chose
                    won lost sold sent spent built began became grew flew fell held heard led meant
                    paid sat slept stood taught understood woke wore swam sang rode rose shook threw
                    drew hid caught fought forgot froze forgave lent lit sought shot stole stuck
                    struck swore swept tore wept bit blew dealt dug fed fled hung laid lay learnt
                    dreamt burnt quit hit shut split cast spread hurt bet shed wound bred rang sank
                    shrank sprang wasn't weren't didn't hadn't used overslept withdrew\
                    """);

    private static final Set<String> PARTICIPLES =
            English.words(
                    """
                    been had gone done seen taken given eaten drunk driven written spoken broken
                    chosen grown flown fallen known worn swum sung ridden risen shaken thrown drawn
                    hidden forgotten frozen stolen torn bitten blown begun become come run left
                    lost made met bought brought thought found told heard kept felt always\
                    """);

    /// Present and past look the same; without a mark of the past these are read as present.
    private static final Set<String> SAME_IN_PAST =
            English.words("read put set cut let cost fit rid");

    private static final Set<String> NOT_PAST =
            English.words(
                    """
                    need feed bleed breed speed heed seed weed proceed exceed succeed red bed shed
                    indeed hundred sacred wicked naked embed wed\
                    """);

    /// Base forms common enough to be recognised without a subject before them.
    private static final Set<String> COMMON =
            English.words(
                    """
                    be have do go get make take come see know think want need like love hate enjoy
                    prefer dislike live work study play read write eat drink cook bake run walk
                    swim ride drive fly travel visit move stay own use buy sell spend save pay
                    teach learn speak talk say tell ask call meet help give bring send keep hold
                    start begin stop finish quit join leave plan hope try believe feel remember
                    forget watch listen sing dance paint draw collect build grow train coach
                    volunteer manage lead sleep wake wear carry practice practise suffer struggle
                    plant raise share speak attend exercise hike climb ski code program design
                    choose suggest recommend explain describe write show find look check fix create
                    add set put turn open close order book schedule cancel remind translate
                    summarize summarise list generate compare calculate convert draft rewrite edit
                    define answer analyze analyse review search provide imagine consider pretend
                    act discuss identify outline improve correct solve debug implement let
                    continue elaborate expand simplify format proofread\
                    """);

    /// Preference, state, possession, change or plan (engine contract 16.3, score table).
    private static final Set<String> TELLING =
            English.words(
                    """
                    prefer like love hate enjoy dislike adore want need be have own possess live
                    reside stay work study move relocate quit start stop begin finish become get
                    buy sell switch change join leave plan intend hope travel visit marry graduate
                    adopt learn speak play collect use drive eat drink cook train practice practise
                    volunteer teach coach suffer take turn celebrate divorce retire promote hire
                    swap replace\
                    """);

    private static final Set<String> TELLING_FORMS =
            English.words(
                    """
                    am is are was were has had went going got bought sold left began became quit
                    spoke drove ate drank taught took gotten named called allergic born favourite
                    favorite been will i'm i'll we're we'll engaged married divorced vegan
                    vegetarian interested afraid swapped\
                    """);

    private static final Map<String, String> PAST_OF =
            pastOf(
                    """
                    be:was have:had do:did go:went get:got give:gave take:took come:came see:saw
                    make:made say:said tell:told know:knew think:thought find:found leave:left
                    feel:felt keep:kept bring:brought buy:bought meet:met run:ran eat:ate
                    drink:drank drive:drove write:wrote speak:spoke break:broke choose:chose
                    win:won lose:lost sell:sold send:sent spend:spent build:built begin:began
                    become:became grow:grew fly:flew fall:fell hold:held hear:heard lead:led
                    mean:meant pay:paid sit:sat sleep:slept stand:stood teach:taught
                    understand:understood wake:woke wear:wore swim:swam sing:sang ride:rode
                    rise:rose throw:threw draw:drew catch:caught fight:fought forget:forgot
                    read:read put:put set:set cut:cut let:let hit:hit quit:quit hurt:hurt\
                    """);

    private Verbs() {}

    private static Map<String, String> pastOf(String pairs) {
        return Arrays.stream(pairs.strip().split("\\s+"))
                .map(pair -> pair.split(":"))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    /// The past of a base form: `paint` → `painted`, `go` → `went`.
    static String past(String base) {
        var irregular = PAST_OF.get(base);
        if (irregular != null) {
            return irregular;
        }
        if (base.endsWith("e")) {
            return base + "d";
        }
        if (endsWithConsonantAndY(base)) {
            return base.substring(0, base.length() - 1) + "ied";
        }
        return base + "ed";
    }

    static boolean isPast(String lowerWord) {
        return IRREGULAR_PAST.contains(lowerWord)
                || (lowerWord.endsWith("ed")
                        && lowerWord.length() > 3
                        && !NOT_PAST.contains(lowerWord));
    }

    static boolean isParticiple(String lowerWord) {
        return PARTICIPLES.contains(lowerWord)
                || (lowerWord.endsWith("ed") && !NOT_PAST.contains(lowerWord));
    }

    static boolean isSameInPast(String lowerWord) {
        return SAME_IN_PAST.contains(lowerWord);
    }

    static boolean isCommonBase(String lowerWord) {
        return COMMON.contains(lowerWord);
    }

    /// Whether the word is the third person of a common verb (`moves`, `has`, `is`).
    static boolean isThirdPerson(String lowerWord) {
        return Set.of("is", "has", "does", "was").contains(lowerWord)
                || (lowerWord.endsWith("s") && COMMON.contains(base(lowerWord)));
    }

    /// Whether the word tells of a preference, state, possession, change or plan.
    static boolean isTelling(String lowerWord) {
        return TELLING_FORMS.contains(lowerWord) || TELLING.contains(base(lowerWord));
    }

    /// The third person of a present form: `like` → `likes`, `have` → `has`, `don't` → `doesn't`.
    static String thirdPerson(String lowerWord) {
        return switch (lowerWord) {
            case "am", "are", "be" -> "is";
            case "aren't" -> "isn't";
            case "have" -> "has";
            case "haven't" -> "hasn't";
            case "do" -> "does";
            case "don't", "dont" -> "doesn't";
            case "go" -> "goes";
            default -> withEnding(lowerWord);
        };
    }

    private static String withEnding(String word) {
        if (endsWithConsonantAndY(word)) {
            return word.substring(0, word.length() - 1) + "ies";
        }
        return word + (isSibilant(word) || word.endsWith("o") ? "es" : "s");
    }

    private static boolean isSibilant(String word) {
        return word.endsWith("s")
                || word.endsWith("x")
                || word.endsWith("z")
                || word.endsWith("ch")
                || word.endsWith("sh");
    }

    private static boolean endsWithConsonantAndY(String word) {
        int length = word.length();
        return length > 1 && word.endsWith("y") && "aeiou".indexOf(word.charAt(length - 2)) < 0;
    }

    /// The base form as far as endings tell: `moves`, `moved` and `moving` → `move`.
    static String base(String word) {
        for (var ending : List.of("ies", "es", "s", "ied", "ed", "ing")) {
            if (word.length() > ending.length() + 1 && word.endsWith(ending)) {
                var stem = word.substring(0, word.length() - ending.length());
                for (var candidate : List.of(stem, stem + "e", stem + "y", undoubled(stem))) {
                    if (COMMON.contains(candidate) || TELLING.contains(candidate)) {
                        return candidate;
                    }
                }
            }
        }
        return word;
    }

    private static String undoubled(String stem) {
        int last = stem.length() - 1;
        return last > 0 && stem.charAt(last) == stem.charAt(last - 1)
                ? stem.substring(0, last)
                : stem;
    }
}
