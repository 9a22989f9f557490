package dev.keepsake.fact;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The patterns by which facts are known. Each looks at one clause.
final class FactRules {

    private static final String PLACE_END =
            "(?i)\\s+(?:with|since|because|and|but|for|after|before|where|when|while|which|who|near"
                    + "|during|around|as|until|from|last|this|next|every|on|at|by|to|these|together)\\b.*$"
                    + "|\\s+in\\s+(?:\\d{4}|(?:early|late|mid)?\\s*(?:january|february|march|april|may|june"
                    + "|july|august|september|october|november|december|spring|summer|autumn|fall"
                    + "|winter)\\b).*$|,\\s+(?!\\p{Lu}).*$|\\s+(?:\\d+|two|three|a few|several)\\s+(?:years?"
                    + "|months?|weeks?|days?)\\b.*$";
    private static final Pattern PLACE_TAIL = Pattern.compile(PLACE_END);
    private static final Pattern PLACE_IN =
            Pattern.compile("^(?i:an?|the|his|her|their)\\s.*\\bin\\s+(.+)$");
    private static final Pattern ORGANIZATION_TAIL =
            Pattern.compile(
                    "\\s+(?:as|since|because|but|for|after|before|where|when|while|in|on|with|from|until"
                            + "|to|which|who|last|this|around|full|part|and(?!\\s+\\p{Lu}))\\b.*$|[,(].*$");
    private static final Pattern ROLE_TAIL =
            Pattern.compile(
                    "(?i)\\s+(?:at|for|since|because|and|but|after|before|where|when|while|who|on|with"
                            + "|from|until|around|last|this)\\b.*$|\\s+in\\s+\\p{Lu}.*$|[,(].*$");
    private static final Pattern VALUE_TAIL =
            Pattern.compile(
                    "(?i)\\s+(?:because|since|but|when|while|although|though|after|before|so that|for (?:a|her"
                            + "|his|their|many|several|two|three|\\d)|on (?:mon|tues|wednes|thurs|fri"
                            + "|satur|sun)day\\w*|every|at (?:the|home|work|weekends?|night)|in the"
                            + "|during|as of|around|(?:more|better) than|over|instead|too|a lot"
                            + "|very much)\\b.*$");
    private static final Pattern LIST =
            Pattern.compile("\\s*,\\s*(?:and\\s+|or\\s+)?|\\s+(?:and|or|&|plus)\\s+");
    private static final Pattern ARTICLE =
            Pattern.compile(
                    "^(?i:(?:both|mainly|mostly|especially|some|an?|the|his|her|their)\\s+)+");
    private static final Pattern EMAIL = Pattern.compile("[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+");
    private static final Pattern PHONE = Pattern.compile("\\+?\\d[\\d ()./-]{5,}\\d");
    private static final String NUMBER = "(\\d{1,3})";
    private static final Pattern DATED =
            Pattern.compile(
                    "(?i).*(?:\\d{4}|\\d{1,2}|january|february|march|april|may|june|july|august"
                            + "|september|october|november|december).*");
    private static final String PETS =
            "cat|dog|parrot|rabbit|hamster|guinea pig|horse|pony|turtle|tortoise|fish|goldfish|bird"
                    + "|budgie|canary|snake|lizard|gecko|puppy|kitten|ferret|rat|mouse|chicken|goat|pet";
    private static final String PARTNERS =
            "wife|husband|partner|spouse|girlfriend|boyfriend|fianc[ée]e?";
    private static final String CHILDREN =
            "son|daughter|child|kid|baby|children|kids|sons|daughters";

    static final List<Rule> ALL = rules();

    private FactRules() {}

    /// Finds facts of one kind in a clause.
    interface Rule {
        List<Fact> read(Statement clause);
    }

    private static List<Rule> rules() {
        List<Rule> rules = new ArrayList<>();
        names(rules);
        numbers(rules);
        places(rules);
        work(rules);
        people(rules);
        tastes(rules);
        abilities(rules);
        return List.copyOf(rules);
    }

    private static void names(List<Rule> rules) {
        rules.add(attribute("(?:full |first |last )?name", Slot.NAME, FactRules::properName));
        rules.add(predicate("(?:is|was) (?:named|called) (.+)", Slot.NAME, FactRules::properName));
        rules.add(predicate("goes by (?:the name )?(.+)", Slot.NAME, FactRules::properName));
        rules.add(attribute("e-?mail(?: address)?", Slot.EMAIL, value -> found(EMAIL, value)));
        rules.add(
                predicate(
                        "(?:can be reached|is reachable|uses the e-?mail(?: address)?)(?: at)? (.+)",
                        Slot.EMAIL,
                        value -> found(EMAIL, value)));
        rules.add(
                attribute(
                        "(?:phone|mobile|cell|telephone)(?: number)?|number",
                        Slot.PHONE,
                        value -> found(PHONE, value)));
        rules.add(
                attribute(
                        "(?:home |street |postal )?address",
                        Slot.ADDRESS,
                        value -> value.contains("@") ? List.of() : List.of(value)));
    }

    private static void numbers(List<Rule> rules) {
        rules.add(
                predicate(
                        "(?:is|am|turned|was|turns) (?:now )?"
                                + NUMBER
                                + "(?: years? old\\b.*|[, ](?:today|now|on|this|last|in|around|yesterday)\\b.*"
                                + "|-years?-old.*)?",
                        Slot.AGE,
                        List::of));
        rules.add(predicate("(?:is|am) an? " + NUMBER + "[- ]years?[- ]old.*", Slot.AGE, List::of));
        rules.add(attribute("age", Slot.AGE, value -> found(Pattern.compile("\\d{1,3}"), value)));
        rules.add(
                attribute(
                        "birthday|birthdate|date of birth",
                        Slot.BIRTHDAY,
                        value -> dated(value.replaceFirst("(?i)^on ", ""))));
        rules.add(predicate("(?:was|is) born (?:on|in) (.+)", Slot.BIRTHDAY, FactRules::dated));
    }

    private static void places(List<Rule> rules) {
        rules.add(
                predicate(
                        "(?:lives?|living|resides?|is based|is living|stays|settled|is located)\\b(?:[^,]*?)?"
                                + " (?:in|at) (.+)",
                        Slot.RESIDENCE,
                        FactRules::place));
        rules.add(
                ended(
                        "(?:lived|resided|was living|was based)\\b(?:[^,]*?)? in (.+)",
                        Slot.RESIDENCE,
                        FactRules::place));
        rules.add(
                predicate(
                        "(?:moved|relocated|is moving in)\\b(?:[^,]*?)? to (.+)",
                        Slot.RESIDENCE,
                        FactRules::place));
        rules.add(
                ended(
                        "(?:moved|relocated) (?:out of|away from|from) (.+)",
                        Slot.RESIDENCE,
                        value -> place(value.replaceFirst("\\s+to\\s.*$", ""))));
        rules.add(
                attribute(
                        "home ?town|home|city|home city|location|current city|current location",
                        Slot.RESIDENCE,
                        value -> place(value.replaceFirst("(?i)^in ", ""))));
        rules.add(
                predicate(
                        "(?:visited|went to|travell?ed to|has been to|been to|took a trip to|flew to"
                                + "|is back from|vacationed in) (.+)",
                        Slot.VISITED,
                        FactRules::places));
    }

    private static void work(List<Rule> rules) {
        var atOrganization =
                "(?i:works?|working|is working|is employed|employed|interns)\\b[^,]*?\\b(?:at|for|by) (.+)";
        rules.add(matching(atOrganization, clause -> employment(clause)));
        rules.add(
                matching(
                        "(?i:works?|working|is working|is employed|employed)\\b[^,]*?\\bas (?:an? |the )?(.+)",
                        clause -> List.of(clause.fact(Slot.JOB_TITLE, role(clause.group())))));
        rules.add(matching("(?i:joined) (\\p{Lu}.+)", FactRules::employment));
        rules.add(
                matching(
                        "(?i:started|began)(?i: working| a (?:new )?(?:job|position|role))? (?:at|for|with) (\\p{Lu}.+)",
                        FactRules::employment));
        rules.add(
                matching(
                        "(?i:left|quit) (\\p{Lu}.+?) (?:for|to join) (\\p{Lu}.+)",
                        clause ->
                                List.of(
                                        clause.denied(Slot.EMPLOYER, organization(clause.group(1))),
                                        clause.fact(
                                                Slot.EMPLOYER, organization(clause.group(2))))));
        rules.add(
                matching(
                        "(?i:left|quit|resigned from|was laid off from|retired from) (\\p{Lu}.+)",
                        clause ->
                                List.of(
                                        clause.denied(
                                                Slot.EMPLOYER, organization(clause.group())))));
        rules.add(
                matching(
                        "(?i:worked) (?:at|for) (\\p{Lu}.+)",
                        clause ->
                                List.of(
                                        clause.denied(
                                                Slot.EMPLOYER, organization(clause.group())))));
        rules.add(
                matching(
                        "(?i:is|became|become|was promoted to|got promoted to|was hired as|was appointed) "
                                + "(?:an? |the |now an? )?(.+)",
                        FactRules::occupation));
        rules.add(
                attribute(
                        "job|job title|title|role|position|occupation|profession|current (?:role|job|position)",
                        Slot.JOB_TITLE,
                        value ->
                                List.of(
                                        role(
                                                value.replaceFirst(
                                                        "(?i)^(?:an?|the|as an?|as) ", "")))));
        rules.add(
                attribute(
                        "employer|company|current (?:employer|company)",
                        Slot.EMPLOYER,
                        value -> List.of(organization(value))));
        rules.add(
                predicate(
                        "(?:is studying|studies|study|studied)\\b[^,]*? at (.+)",
                        Slot.SCHOOL,
                        value -> List.of(organization(value))));
        rules.add(
                predicate(
                        "(?:attends|attended|graduated from|goes to|went to) (.*(?:University|School|College|Academy"
                                + "|Institute|Universit\\S+).*)",
                        Slot.SCHOOL,
                        value -> List.of(organization(value))));
    }

    private static void people(List<Rule> rules) {
        rules.add(
                predicate(
                        "(?:is|got|became|am) (?:recently |now |happily |newly )?(single|married|engaged|divorced"
                                + "|widowed|separated|in a relationship)\\b.*",
                        Slot.RELATIONSHIP,
                        value -> List.of(value.toLowerCase(Locale.ROOT))));
        rules.add(
                predicate(
                        "(?:is |got )?(?:married|engaged)(?: to)? (.+)",
                        Slot.PARTNER,
                        FactRules::properName));
        rules.add(possession(PARTNERS, Slot.PARTNER));
        rules.add(possession("(?:older |younger )?(?:" + CHILDREN + ")", Slot.CHILDREN));
        rules.add(possession(PETS, Slot.PETS));
        rules.add(
                predicate(
                        "(?:has|have|adopted|got|owns) (?:an? |one |two |three |\\d )?(?:[\\p{L}-]+ ){0,2}?(?:"
                                + PETS
                                + ")s?(?: that is|,)? (?:named|called) (.+)",
                        Slot.PETS,
                        FactRules::listOfNames));
        rules.add(
                predicate(
                        "(?:has|have) (?:an? |one |two |three |four |\\d )?(?:"
                                + CHILDREN
                                + ")(?:,)?"
                                + " (?:named |called )?(\\p{Lu}.+)",
                        Slot.CHILDREN,
                        FactRules::listOfNames));
        rules.add(
                predicate(
                        "drives (?:an? |the |his |her |their )?(.+?)(?: to .+)?",
                        Slot.VEHICLE,
                        FactRules::single));
    }

    private static void tastes(List<Rule> rules) {
        rules.add(
                predicate(
                        "(?:is|am|became|become|went|turned) (?:an? )?(?:strict |mostly |now )?(vegetarian|vegan"
                                + "|pescatarian|pescetarian|omnivore|flexitarian|gluten-free|lactose"
                                + " intolerant|keto|halal|kosher)\\b.*",
                        Slot.DIET,
                        value -> List.of(value.toLowerCase(Locale.ROOT))));
        rules.add(
                predicate(
                        "follows an? (.+?) diet\\b.*",
                        Slot.DIET,
                        value -> List.of(value.toLowerCase(Locale.ROOT))));
        rules.add(
                predicate(
                        "(?:is |am )?(?:severely |very |badly |also )?allergic to (.+)",
                        Slot.ALLERGIES,
                        FactRules::list));
        rules.add(
                predicate(
                        "(?:has|have) an? (?:severe |bad |mild )?([\\p{L}-]+) allergy\\b.*",
                        Slot.ALLERGIES,
                        List::of));
        rules.add(attribute("(?:food )?allerg(?:y|ies)", Slot.ALLERGIES, FactRules::list));
        rules.add(favourites());
        rules.add(FactRules::likings);
        rules.add(
                predicate(
                        "(?:dislikes?|hates?|avoids?|detests|can't stand) (.+)",
                        Slot.DISLIKES,
                        FactRules::list));
        rules.add(
                predicate(
                        "(?:is (?:currently |now )?reading|reading) (.+)",
                        Slot.READING,
                        FactRules::single));
    }

    private static void abilities(List<Rule> rules) {
        rules.add(
                predicate(
                        "(?:speaks?|is (?:fluent|native) in|fluent in|is bilingual in) (?:fluent |some |a"
                                + " little |good )?(.+)",
                        Slot.LANGUAGES,
                        FactRules::list));
        rules.add(attribute("(?:native )?languages?", Slot.LANGUAGES, FactRules::list));
        rules.add(
                predicate(
                        "(?:knows?|programs in|codes in|is (?:skilled|experienced|proficient|an expert|good|great)"
                                + " (?:in|at|with)|(?:has|have) (?:[\\p{L}-]+ )?experience (?:in|with)"
                                + "|specializes in|specialises in|learned|learnt) (?!that\\b|about\\b|how\\b|\\p{L}+ from\\b)(.+)",
                        Slot.SKILLS,
                        FactRules::list));
        rules.add(attribute("skills?", Slot.SKILLS, FactRules::list));
        rules.add(predicate("(?:uses?|using) (.+)", Slot.TOOLS, FactRules::tools));
        rules.add(predicate("plays? (?:the )?(.+)", Slot.HOBBIES, FactRules::list));
        rules.add(
                predicate(
                        "(?:practices|practises|does) (yoga|pilates|[\\p{L} ]+ing|judo|karate|aikido)\\b.*",
                        Slot.HOBBIES,
                        List::of));
        rules.add(
                predicate("collects (.+)", Slot.HOBBIES, value -> prefixed("collecting ", value)));
        rules.add(predicate("goes ([\\p{L}-]+ing)\\b.*", Slot.HOBBIES, List::of));
        rules.add(
                predicate(
                        "(?:likes?|loves?|enjoys?|is into|adores?) (?:to go )?([\\p{L}-]+ing\\b.*)",
                        Slot.HOBBIES,
                        FactRules::list));
        rules.add(attribute("hobb(?:y|ies)|interests?", Slot.HOBBIES, FactRules::list));
    }

    // --- kinds of rules

    private static Rule predicate(
            String pattern, Slot slot, Function<String, List<String>> values) {
        return matching("(?i)" + pattern, clause -> clause.facts(slot, values));
    }

    /// What the words say is over.
    private static Rule ended(String pattern, Slot slot, Function<String, List<String>> values) {
        return matching(
                "(?i)" + pattern,
                clause ->
                        values.apply(clause.group()).stream()
                                .map(value -> clause.denied(slot, value))
                                .toList());
    }

    private static Rule matching(String pattern, Function<Match, List<Fact>> reading) {
        var compiled = Pattern.compile(pattern);
        return clause -> {
            if (!clause.attribute().isEmpty() || clause.plan()) {
                return List.of();
            }
            var matcher = compiled.matcher(clause.predicate());
            return matcher.matches() ? reading.apply(new Match(clause, matcher)) : List.of();
        };
    }

    /// `X's email is …`
    private static Rule attribute(String names, Slot slot, Function<String, List<String>> values) {
        var name = Pattern.compile("(?i)(?:current )?(?:" + names + ")");
        return clause ->
                name.matcher(clause.attribute()).matches()
                        ? values.apply(clause.object()).stream()
                                .filter(value -> !value.isBlank())
                                .map(value -> fact(clause, slot, "", value))
                                .toList()
                        : List.of();
    }

    /// `X's sister Eva …`, `X's cat is named Nimbus`
    private static Rule possession(String names, Slot slot) {
        var name = Pattern.compile("(?i)" + names);
        return clause -> {
            if (!name.matcher(clause.attribute()).matches()) {
                return List.of();
            }
            var told =
                    clause.predicate()
                            .replaceFirst("(?i)^['’]s name is ", "")
                            .replaceFirst("(?i)^(?:is|are|was)\\s+(?:named|called)\\s+", "");
            return listOfNames(told).stream().map(value -> fact(clause, slot, "", value)).toList();
        };
    }

    private static Rule favourites() {
        var name = Pattern.compile("(?i)favou?rite (.+)");
        return clause -> {
            var matcher = name.matcher(clause.attribute());
            if (!matcher.matches()) {
                return List.of();
            }
            var value = cut(clause.object(), VALUE_TAIL);
            return value.isEmpty()
                    ? List.of()
                    : List.of(fact(clause, Slot.FAVOURITE, matcher.group(1), value));
        };
    }

    /// Liking and its denial.
    private static List<Fact> likings(Statement clause) {
        var pattern =
                Pattern.compile(
                        "(?i)(?:likes?|loves?|enjoys?|adores?|prefers?|is fond of|is (?:a (?:big |huge )?fan of)"
                                + "|is into|is interested in) (?!to\\b)(.+)");
        var matcher = pattern.matcher(clause.predicate());
        if (!clause.attribute().isEmpty() || clause.plan() || !matcher.matches()) {
            return List.of();
        }
        List<Fact> facts = new ArrayList<>();
        for (var value : list(matcher.group(1))) {
            facts.add(fact(clause, Slot.LIKES, "", value));
            if (!clause.holds()) {
                facts.add(new Fact(clause.subject(), Slot.DISLIKES, "", value, true));
            }
        }
        return facts;
    }

    /// A clause that fits a pattern.
    private record Match(Statement clause, Matcher matcher) {
        String group() {
            return group(1);
        }

        String group(int number) {
            return matcher.group(number);
        }

        Fact fact(Slot slot, String value) {
            return FactRules.fact(clause, slot, "", value);
        }

        Fact denied(Slot slot, String value) {
            return new Fact(clause.subject(), slot, "", value, false);
        }

        List<Fact> facts(Slot slot, Function<String, List<String>> values) {
            return values.apply(group()).stream()
                    .filter(value -> !value.isBlank())
                    .map(value -> fact(slot, value))
                    .toList();
        }
    }

    private static Fact fact(Statement clause, Slot slot, String about, String value) {
        return new Fact(clause.subject(), slot, about, value, clause.holds());
    }

    // --- readings of values

    private static List<Fact> employment(Match clause) {
        var told = clause.group();
        List<Fact> facts = new ArrayList<>();
        var name = organization(told);
        if (!name.isEmpty() && Character.isUpperCase(name.codePointAt(0))) {
            facts.add(clause.fact(Slot.EMPLOYER, name));
        }
        var as = told.indexOf(" as ");
        if (as >= 0) {
            var title = role(told.substring(as + 4).replaceFirst("(?i)^(?:an?|the) ", ""));
            facts.add(clause.fact(Slot.JOB_TITLE, title));
        }
        return facts;
    }

    /// `a nurse`, `the head of sales at Novo Foods`, but not `a member of the club`.
    private static List<Fact> occupation(Match clause) {
        var told = clause.group();
        var title = role(told);
        var lower = title.toLowerCase(Locale.ROOT);
        if (title.isEmpty()
                || Character.isUpperCase(title.codePointAt(0))
                        && !title.equals(title.toUpperCase(Locale.ROOT))
                || title.split("\\s+").length > 6
                || !Occupations.isOccupation(lower)) {
            return List.of();
        }
        List<Fact> facts = new ArrayList<>();
        facts.add(clause.fact(Slot.JOB_TITLE, title));
        var at = Pattern.compile("\\s(?:at|for|with)\\s+(\\p{Lu}.*)$").matcher(told);
        if (at.find()) {
            facts.add(clause.fact(Slot.EMPLOYER, organization(at.group(1))));
        }
        return facts;
    }

    private static List<String> place(String told) {
        var value = told;
        var inside = PLACE_IN.matcher(value);
        if (inside.matches()) {
            value = inside.group(1);
        }
        value = cut(value, PLACE_TAIL);
        return value.isEmpty() ? List.of() : List.of(value);
    }

    private static List<String> places(String told) {
        return list(told).stream().flatMap(each -> place(each).stream()).toList();
    }

    private static String organization(String told) {
        return cut(ARTICLE.matcher(told).replaceFirst(""), ORGANIZATION_TAIL);
    }

    private static String role(String told) {
        return cut(told, ROLE_TAIL);
    }

    private static List<String> properName(String told) {
        var name =
                Pattern.compile("^\\p{Lu}[\\p{L}\\p{M}'’.-]*(?: \\p{Lu}[\\p{L}\\p{M}'’.-]*){0,3}")
                        .matcher(told);
        return name.find() ? List.of(name.group().replaceFirst("[.]$", "")) : List.of();
    }

    private static List<String> listOfNames(String told) {
        return LIST.splitAsStream(told).flatMap(each -> properName(each.strip()).stream()).toList();
    }

    private static List<String> single(String told) {
        var value = cut(ARTICLE.matcher(told).replaceFirst(""), VALUE_TAIL);
        return value.isEmpty() ? List.of() : List.of(value);
    }

    private static List<String> list(String told) {
        return LIST.splitAsStream(cut(told, VALUE_TAIL))
                .map(each -> ARTICLE.matcher(each.strip()).replaceFirst("").strip())
                .filter(each -> !each.isEmpty())
                .toList();
    }

    /// `Ansible for deployments` is Ansible.
    private static List<String> tools(String told) {
        return list(
                told.replaceFirst("(?i)\\s+(?:for|to|as|at|in|on|with|every|instead)\\b.*$", ""));
    }

    private static List<String> prefixed(String prefix, String told) {
        return list(told).stream().map(each -> prefix + each).toList();
    }

    private static List<String> dated(String told) {
        var value = told.replaceFirst("(?i)\\s+in\\s+\\p{Lu}.*$", "");
        return DATED.matcher(value).matches() ? List.of(value) : List.of();
    }

    private static List<String> found(Pattern pattern, String told) {
        var matcher = pattern.matcher(told);
        return matcher.find() ? List.of(matcher.group()) : List.of();
    }

    private static String cut(String value, Pattern tail) {
        return tail.matcher(value).replaceFirst("").replaceFirst("[\\s.,;:!?]+$", "").strip();
    }
}
