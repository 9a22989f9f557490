package dev.keepsake.fact;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The verbs by which clauses are known. A word that is not among them is taken for a verb only
/// where nothing else can stand.
final class Verbs {

    private static final Set<String> COMMON = new HashSet<>();

    static {
        for (var verb :
                """
                be have do go get make take come see know think want need like love hate enjoy prefer
                dislike live reside work study play read write eat drink cook bake run walk swim ride
                drive fly travel visit move relocate stay own use buy sell spend save pay teach learn
                speak talk say tell ask call meet help give bring keep hold start begin stop finish
                quit join leave plan hope try believe feel remember forget watch listen sing dance
                paint draw collect build grow train coach volunteer manage lead sleep wake wear carry
                practice practise suffer struggle raise share attend exercise hike climb choose
                recommend create add set put turn open close order book schedule cancel become adopt
                graduate marry divorce retire celebrate switch change replace swap trade upgrade
                downgrade subscribe attend specialize follow avoid adore detest loathe love weigh
                cost belong consist include contain begin end drop lose win find break resign settle
                date propose engage employ hire promote appoint name born follow support root fear
                trust admire miss recover smoke knit sew garden camp ski surf skate jog row sail fish
                hunt code program design develop research host organize organise lease rent park park
                commute donate receive earn study transfer enroll enrol register sign work focus deal
                handle maintain run operate found launch publish record edit perform compete
                participate serve care feed breed babysit foster mentor tutor teach repair restore
                renovate decorate clean wash iron shop plant water harvest roast brew grind measure
                track monitor check review test debug deploy install uninstall delete remove push
                postpone reschedule shift extend shorten reduce increase cut raise lower prescribe
                treat diagnose heal rest relax meditate stretch lift squat bench cycle bike paddle
                kayak dive snorkel explore discover consider suggest explain describe discuss mention
                reveal admit deny agree disagree argue fight apologize forgive thank greet hug kiss
                love laugh smile cry shout whisper snore allergic reach contact turn get grow sit stand
                lie hang depend rely stick apply interview study identify describe consist happen
                occur arrive depart return land board pack unpack crash smoke vape starts need hail die pass lay originate come grow\
                """
                        .split("\\s+")) {
            COMMON.add(folded(verb));
        }
    }

    private static final Set<String> PARTICLES = Set.of("up", "out", "off", "in", "down", "away");

    /// Verb and particle that mean something else together.
    private static final Set<String> PHRASAL = new HashSet<>();

    static {
        for (var verb :
                List.of(
                        "give up",
                        "break up",
                        "move out",
                        "run out",
                        "trade in",
                        "sign up",
                        "drop out",
                        "split up",
                        "move in",
                        "call off",
                        "turn down",
                        "pick up",
                        "take up",
                        "grow up",
                        "lay off",
                        "work out",
                        "wake up",
                        "get up")) {
            var parts = verb.split(" ");
            PHRASAL.add(folded(parts[0]) + " " + parts[1]);
        }
    }

    private Verbs() {}

    static String folded(String lemma) {
        var parts = lemma.split(" ", 2);
        var stem = Lexicon.folded(parts[0]);
        return parts.length == 1 ? stem : stem + " " + parts[1];
    }

    static boolean isKnown(Word word) {
        return COMMON.contains(word.stem()) && !word.isCapitalised()
                || word.isIn(Lexicon.AUXILIARIES);
    }

    static boolean isPhrasal(String verb, Word particle) {
        return particle.isIn(PARTICLES) && PHRASAL.contains(verb + " " + particle.lower());
    }

    /// Whether any of the lemmas is the verb.
    static boolean isAny(String verb, String... lemmas) {
        return Arrays.stream(lemmas).anyMatch(lemma -> folded(lemma).equals(verb));
    }
}
