package dev.keepsake.fact;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What is known about English words. Lists, because statements are short and plain, and a list
/// never guesses: a tagger takes the verb of "User lives in Graz" for a noun.
final class Lexicon {

    /// Each line is one meaning.
    private static final Map<String, String> SYNONYMS = new HashMap<>();

    static {
        var lines =
                """
                like love enjoy adore
                have own possess
                dislike hate detest loathe
                live reside inhabit
                child kid
                car automobile
                film movie
                color colour
                favorite favourite
                mother mom mum mama
                father dad papa
                apartment flat
                bicycle bike
                television tv telly
                job profession occupation
                buy purchase
                vacation holiday
                doctor physician
                begin start commence
                company firm
                partner spouse
                dog puppy
                cat kitten
                large big huge
                small little tiny
                dish meal
                center centre
                photo picture photograph
                phone telephone
                email mail
                grandmother grandma
                grandfather grandpa
                trip journey
                stop quit cease
                sick ill
                theater theatre
                gray grey
                afraid scared
                instructor teacher
                lawyer attorney
                help assist
                move relocate\
                """;
        for (var line : lines.split("\n")) {
            var words = line.split(" ");
            for (var word : words) {
                SYNONYMS.put(Stem.of(word), Stem.of(words[0]));
            }
        }
    }

    private static final Map<String, String> NUMBERS =
            Map.ofEntries(
                    Map.entry("one", "1"),
                    Map.entry("two", "2"),
                    Map.entry("three", "3"),
                    Map.entry("four", "4"),
                    Map.entry("five", "5"),
                    Map.entry("six", "6"),
                    Map.entry("seven", "7"),
                    Map.entry("eight", "8"),
                    Map.entry("nine", "9"),
                    Map.entry("ten", "10"),
                    Map.entry("eleven", "11"),
                    Map.entry("twelve", "12"),
                    Map.entry("thirteen", "13"),
                    Map.entry("fifteen", "15"),
                    Map.entry("twenty", "20"),
                    Map.entry("thirty", "30"),
                    Map.entry("forty", "40"),
                    Map.entry("fifty", "50"),
                    Map.entry("twice", "2"));

    /// The month, told apart from the verb.
    static final String MAY = "month-may";

    /// Words that carry no fact of their own.
    static final Set<String> STOP_WORDS =
            words(
                    """
                    user users i me my mine myself a an the this that these those some any his her
                    hers their theirs its our your they them he she it we you who whom whose which
                    what where when while why how and or but so as at by for from in into of off on
                    onto out over to up with about than then there here am is are was were be been
                    being has have had having do does did doing done will would shall can could may
                    might must should named called name names own owns owned got gets get getting
                    really very quite pretty truly absolutely definitely certainly strongly deeply
                    also too just now currently nowadays still already even again well much lot lots
                    bit actually basically simply recently lately because since though although if
                    very's myself himself herself themselves themself not never no nor neither none
                    without longer anymore ago around during per via etc both either each own such
                    both all more most own s 's themselves back going goes thing things stuff\
                    """);

    static final Set<String> NEGATIONS =
            words("not never no nor neither none without cannot nothing nobody hardly");

    /// They stand for something said elsewhere.
    static final Set<String> POINTERS =
            words("it they them he she him you this these those something someone there");

    /// With one of these a statement adds to what is known instead of replacing it.
    static final Set<String> ADDITIVE =
            words("also too another additionally additional second besides plus both extra");

    /// What holds only at times says nothing about other times.
    static final Set<String> LIMITING =
            words(
                    """
                    summer summers winter winters spring autumn weekend weekends weekday weekdays
                    during when whenever if unless except only sometimes occasionally seasonally
                    mostly partly half temporarily rarely otherwise until till while\
                    """);

    static final Set<String> TRIAL =
            words(
                    """
                    try tries trying tried test tests testing tested experimenting experiments trial
                    temporarily temporary tentatively interim visiting subletting\
                    """);

    static final Set<String> UNCERTAIN =
            words(
                    """
                    maybe perhaps possibly probably might may could would should if wish wishes
                    wished imagine imagines suppose supposes considering considers hypothetically
                    almost nearly unless whether wonders wondering unsure thinking thinks dreams\
                    """);

    /// Before `to` and a verb they tell of what is not so yet.
    static final Set<String> PLANNING =
            words(
                    """
                    want wants wanted plan plans planned planning hope hopes hoping hoped intend
                    intends intending like going wish wishes need needs needed about looking aim
                    aims aiming expect expects expected decide decides decided agreed considering
                    scheduled supposed ready due dreams dreaming will\
                    """);

    static final Set<String> AUXILIARIES =
            words(
                    "am is are was were be been being has have had do does did will would shall can"
                            + " could may might must should got gets get");

    static final Set<String> ADVERBS =
            words(
                    """
                    also too just now currently nowadays still already even really very quite truly
                    absolutely definitely strongly recently lately always usually often sometimes
                    generally typically mostly mainly finally actually happily newly no longer not
                    never again soon officially formally previously formerly once originally
                    eventually primarily regularly only generally both fully almost deeply
                    particularly especially normally rarely occasionally temporarily probably\
                    """);

    static final Set<String> PREPOSITIONS =
            words(
                    """
                    in at on to from for with by as about into over after before during until since
                    between near through without within around via per under against among across
                    toward towards onto off than instead like besides throughout outside inside
                    behind till\
                    """);

    /// From these on a sentence gives reasons and circumstances.
    static final Set<String> SUBORDINATORS =
            words(
                    """
                    because since although though while whereas so that which who whom whose where
                    when whenever if unless after before until even\
                    """);

    static final Set<String> DETERMINERS =
            words("a an the this that these those some any his her their its our my your both");

    /// Of each of these a person has one at a time.
    static final Set<String> UNIQUE_ROLES =
            stems(
                    """
                    wife husband partner spouse girlfriend boyfriend fiancé fiance fiancée fiancee
                    mother father mom mum dad boss manager landlord landlady supervisor\
                    """);

    static final Set<String> PARTNERS =
            stems(
                    """
                    wife husband partner spouse girlfriend boyfriend fiancé fiance fiancée fiancee\
                    """);

    /// Whose `X's cat` says that X has one.
    static final Set<String> HAD =
            stems(
                    """
                    cat dog parrot rabbit hamster pig horse pony turtle tortoise fish goldfish bird
                    budgie canary snake lizard gecko puppy kitten ferret rat mouse chicken goat pet
                    son daughter child kid baby brother sister sibling twin cousin niece nephew
                    wife husband partner girlfriend boyfriend car bike bicycle boat motorcycle van
                    truck house apartment flat cabin cottage garden guitar piano violin laptop\
                    """);

    static final Set<String> VEHICLES =
            stems(
                    """
                    car truck van motorcycle motorbike suv sedan hatchback pickup jeep scooter ev
                    hybrid minivan convertible coupe wagon vehicle moped campervan\
                    """);

    /// Joining one of these is no employment.
    static final Set<String> GROUPS =
            stems(
                    """
                    club team gym group band choir class course league church community society
                    program programme association committee board union party army navy lab orchestra
                    forum network chapter troupe project meeting call class workshop fellowship
                    toastmasters rotary scouts meetup association studio circle squad guild council\
                    """);

    static final Set<String> MONTHS =
            stems(
                    """
                    january february march april month-may june july august september october
                    november december\
                    """);

    static final Set<String> DAYS =
            stems("monday tuesday wednesday thursday friday saturday sunday");

    /// Places that hold other places: to live in one and in a city is no contradiction.
    static final Set<String> REGIONS = regions();

    private static final List<Set<String>> CONTRASTS =
            Stream.of(
                            "dark light",
                            "tea coffee",
                            "window aisle",
                            "cat dog",
                            "morning evening night afternoon",
                            "email phone call text slack letter sms",
                            "mac windows linux chromeos",
                            "android iphone ios",
                            "red white rosé",
                            "summer winter spring autumn",
                            "beach mountain",
                            "city countryside suburb village",
                            "tabs spaces",
                            "paper paperback print notebook hardcover tablet ebook kindle digital ipad"
                                    + " electronic",
                            "hot cold iced",
                            "still sparkling",
                            "metric imperial",
                            "indoor outdoor",
                            "remote office onsite hybrid",
                            "sweet savory savoury salty",
                            "early late",
                            "vim emacs",
                            "left right",
                            "big small",
                            "large small",
                            "long short",
                            "public private",
                            "son daughter",
                            "brother sister",
                            "mother father",
                            "wife husband",
                            "aunt uncle",
                            "niece nephew",
                            "grandmother grandfather",
                            "boy girl",
                            "man woman",
                            "north south east west",
                            "start stop end",
                            "open close",
                            "buy sell",
                            "win lose",
                            "love hate",
                            "increase decrease",
                            "first second third last",
                            "weekday weekend",
                            "breakfast lunch dinner",
                            "upstairs downstairs",
                            "old new",
                            "older younger",
                            "good bad",
                            "best worst",
                            "happy sad",
                            "easy hard",
                            "cheap expensive",
                            "black white",
                            "vegan vegetarian pescatarian omnivore meat",
                            "train plane car bus bike")
                    .map(Lexicon::stems)
                    .toList();

    /// The same as sets of folded words.
    static final Set<Set<String>> REGION_WORDS =
            REGIONS.stream()
                    .map(name -> Phrases.content(Word.all(name)))
                    .map(Set::copyOf)
                    .collect(Collectors.toUnmodifiableSet());

    private Lexicon() {}

    /// The form by which words are compared.
    static String folded(String lower) {
        var number = NUMBERS.get(lower);
        if (number != null) {
            return number;
        }
        if (Character.isDigit(lower.isEmpty() ? ' ' : lower.charAt(0))) {
            return lower.replaceFirst("(?<=\\d)(?:st|nd|rd|th)$", "");
        }
        var stem = Stem.of(lower);
        return SYNONYMS.getOrDefault(stem, stem);
    }

    /// Whether two different words exclude each other, as `tea` and `coffee` do.
    static boolean isContrast(String stem, String other) {
        return !stem.equals(other)
                && CONTRASTS.stream().anyMatch(set -> set.contains(stem) && set.contains(other));
    }

    /// The contrast set that holds a word; null when none does.
    static @Nullable Set<String> contrastOf(String stem) {
        for (var set : CONTRASTS) {
            if (set.contains(stem)) {
                return set;
            }
        }
        return null;
    }

    static Set<String> words(String text) {
        return Set.copyOf(new HashSet<>(Arrays.asList(text.strip().split("\\s+"))));
    }

    static Set<String> stems(String text) {
        return Arrays.stream(text.strip().split("\\s+"))
                .map(Lexicon::folded)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Set<String> regions() {
        Set<String> names = new HashSet<>();
        for (var code : Locale.getISOCountries()) {
            names.add(
                    Locale.of("", code).getDisplayCountry(Locale.ENGLISH).toLowerCase(Locale.ROOT));
        }
        names.addAll(
                List.of(
                        """
                        usa|us|u.s|america|uk|england|scotland|wales|britain|europe|asia|africa
                        |oceania|alabama|alaska|arizona|arkansas|california|colorado|connecticut
                        |delaware|florida|georgia|hawaii|idaho|illinois|indiana|iowa|kansas|kentucky
                        |louisiana|maine|maryland|massachusetts|michigan|minnesota|mississippi
                        |missouri|montana|nebraska|nevada|new hampshire|new jersey|new mexico
                        |north carolina|north dakota|ohio|oklahoma|oregon|pennsylvania|rhode island
                        |south carolina|south dakota|tennessee|texas|utah|vermont|virginia
                        |west virginia|wisconsin|wyoming|ontario|quebec|bavaria|tuscany|catalonia
                        |scandinavia|brooklyn|manhattan|queens|bronx|midwest|bay area|new england\
                        """
                                .replaceAll("\\s*\n\\s*", "")
                                .split("\\|")));
        return Set.copyOf(names);
    }
}
