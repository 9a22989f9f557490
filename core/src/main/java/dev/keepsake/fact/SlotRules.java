package dev.keepsake.fact;

import dev.keepsake.fact.Clause.Tense;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The slots of engine contract 16.4 and the cues by which clauses fill them. Strict: a clause that
/// may mean something else fills nothing.
final class SlotRules {

    private static final Set<String> NO_WORKPLACE =
            Lexicon.stems("home night weekend desk time moment least day");
    private static final Set<String> JOB_WORDS =
            Lexicon.stems("job position role work internship employment career");
    private static final Set<String> SCHOOLS =
            Lexicon.stems("university college school academy institute conservatory");
    private static final Set<String> STATUSES =
            Lexicon.words("single married engaged divorced widowed separated dating");
    private static final Set<String> FORMER =
            Lexicon.stems("ex former late previous future first second old");
    private static final Set<String> ANIMAL_DIETS =
            Lexicon.words(
                    "vegetarian vegan pescatarian pescetarian omnivore flexitarian carnivore");
    private static final Set<String> REGIMENS =
            Lexicon.words(
                    """
                    keto ketogenic paleo mediterranean carb carnivore dash whole30 atkins vegetarian
                    vegan fodmap protein raw\
                    """);
    private static final Set<String> TIERS =
            Lexicon.words(
                    """
                    free basic pro premium family student annual monthly yearly enterprise team
                    starter plus unlimited standard business individual personal professional silver
                    gold platinum bronze duo\
                    """);
    private static final Set<String> UNITS =
            Lexicon.words(
                    """
                    mg mcg g ml l iu unit units tablet tablets pill pills drop drops capsule capsules
                    puff puffs milligram milligrams gram grams\
                    """);
    private static final Set<String> DOSES = Lexicon.stems("dose dosage prescription");
    private static final Set<String> HALF_DAYS = Lexicon.words("am pm a.m p.m");
    private static final Set<String> EVENT_VERBS =
            Lexicon.stems("be start begin happen occur meet leave depart arrive land end board");
    private static final Set<String> ATTRIBUTES =
            Lexicon.stems("phone number email address birthday name home cell");

    private final Clause clause;
    private final List<Filling> found = new ArrayList<>();

    private SlotRules(Clause clause) {
        this.clause = clause;
    }

    static List<Filling> fillings(Clause clause) {
        var rules = new SlotRules(clause);
        rules.identity();
        if (rules.isPerson()) {
            rules.residence();
            rules.work();
            rules.school();
            rules.relationship();
            rules.driving();
            rules.diet();
            rules.preference();
            rules.dosage();
            rules.subscription();
            rules.tool();
            rules.media();
            rules.manyValued();
        }
        rules.partner();
        rules.car();
        rules.favourite();
        rules.schedule();
        return rules.found;
    }

    /// The owner, or somebody of the owner's.
    private boolean isPerson() {
        return isPerson(clause.subject());
    }

    static boolean isPerson(Subject subject) {
        var role = subject.role();
        return role.isEmpty()
                || Lexicon.UNIQUE_ROLES.contains(role)
                || Lexicon.HAD.contains(role)
                        && !Lexicon.VEHICLES.contains(role)
                        && !role.equals(Lexicon.folded("car"));
    }

    private boolean isPresent() {
        return clause.tense() == Tense.PRESENT || clause.tense() == Tense.PROGRESSIVE;
    }

    private void add(Filling filling) {
        if (!filling.value().isEmpty()) {
            found.add(filling);
        }
    }

    // --- who

    private void identity() {
        var role = clause.subject().role();
        var object = clause.object();
        if (clause.isVerb("name") && role.isEmpty()) {
            add(Filling.of(Slot.NAME, names(object)));
        }
        if (clause.isVerb("go") && role.isEmpty()) {
            clause.after("by").ifPresent(words -> add(Filling.of(Slot.NAME, names(words), "by")));
        }
        if (clause.isVerb("name") || clause.isVerb("be") && isAllNames(object)) {
            if (Lexicon.UNIQUE_ROLES.contains(role) && !Lexicon.PARTNERS.contains(role)) {
                add(Filling.of(Slot.NAME, names(object)));
            }
        }
        age(object);
        attribute(role, object);
    }

    private void age(List<Word> object) {
        if (!clause.isVerb("be", "turn") || object.isEmpty() || !isPerson()) {
            return;
        }
        var told = Phrases.withoutDeterminer(object);
        var years = told.isEmpty() ? "" : told.getFirst().stem();
        var isAge =
                years.matches("\\d{1,3}")
                        && (told.size() == 1
                                || told.get(1).is("years")
                                || told.get(1).is("year")
                                        && told.stream().anyMatch(word -> word.is("old"))
                                || told.get(1).is("today")
                                || told.get(1).is("now"));
        if (isAge) {
            add(Filling.of(Slot.AGE, Set.of(years)).changed(clause.isVerb("turn")));
        }
    }

    private void attribute(String role, List<Word> object) {
        if (clause.isVerb("birth")) {
            clause.after("on", "in")
                    .filter(Phrases::isDate)
                    .ifPresent(words ->
                            add(Filling.of(Slot.BIRTHDAY, Phrases.content(words), "on", "in")));
        }
        if (!clause.isVerb("be", "change", "name") || clause.subject().isOwner()) {
            return;
        }
        var told =
                clause.isVerb("change")
                        ? clause.after("to").orElse(List.of())
                        : object.isEmpty() ? clause.after("on").orElse(List.of()) : object;
        var parts = new LinkedHashSet<>(List.of(role.split(" ")));
        var isChange = clause.isVerb("change");
        for (var each :
                List.of(
                        new Named(Slot.EMAIL, "email"),
                        new Named(Slot.PHONE, "phone"),
                        new Named(Slot.PHONE, "number"),
                        new Named(Slot.ADDRESS, "address"),
                        new Named(Slot.BIRTHDAY, "birthday"),
                        new Named(Slot.AGE, "age"),
                        new Named(Slot.EMPLOYER, "employer"),
                        new Named(Slot.JOB_TITLE, "title"),
                        new Named(Slot.JOB_TITLE, "job"))) {
            if (parts.contains(Lexicon.folded(each.noun)) && isPlain(each, told)) {
                parts.removeAll(ATTRIBUTES);
                parts.removeAll(Lexicon.stems("employer title job new current company age"));
                add(
                        Filling.about(
                                        each.slot,
                                        String.join(" ", parts),
                                        Phrases.content(told),
                                        "to",
                                        "on")
                                .changed(isChange));
                return;
            }
        }
        if (parts.equals(Set.of(Lexicon.folded("name"))) && isAllNames(told)) {
            add(Filling.of(Slot.NAME, names(told)));
        }
    }

    private record Named(Slot slot, String noun) {}

    private static boolean isPlain(Named attribute, List<Word> told) {
        return switch (attribute.slot) {
            case EMAIL -> told.stream().anyMatch(word -> word.lower().contains("@"));
            case AGE -> told.size() == 1 && told.getFirst().isNumber();
            case PHONE, ADDRESS -> told.stream().anyMatch(Word::isNumber);
            case BIRTHDAY -> Phrases.isDate(told);
            case JOB_TITLE -> Occupations.isOccupation(title(told));
            default -> !Phrases.names(told).isEmpty();
        };
    }

    // --- where

    private void residence() {
        var isLiving = clause.isVerb("live", "base", "settle", "locate");
        var isMoving = clause.isVerb("move") && clause.tense() != Tense.PROGRESSIVE;
        if (!isLiving && !isMoving || !Phrases.content(clause.object()).isEmpty()) {
            return;
        }
        for (var phrase : clause.phrases()) {
            if (isAddress(phrase) && (isLiving || isMoving)) {
                add(
                        Filling.of(
                                        Slot.ADDRESS,
                                        Phrases.content(Phrases.first(phrase.words())),
                                        "at",
                                        "to")
                                .changed(isMoving));
                return;
            }
            var isPlace =
                    Set.of("in", "at").contains(phrase.preposition())
                            || isMoving && phrase.preposition().equals("to");
            var place = place(phrase.words());
            if (isPlace && !place.isEmpty()) {
                var former = isMoving ? clause.after("from").orElse(List.of()) : List.<Word>of();
                add(
                        Filling.of(Slot.RESIDENCE, place, "in", "at", "to", "from", "with")
                                .changed(isMoving)
                                .insteadOf(place(former)));
                return;
            }
        }
    }

    /// `at 12 Main Street`
    private static boolean isAddress(Clause.Phrase phrase) {
        return Set.of("at", "to", "in").contains(phrase.preposition())
                && !phrase.words().isEmpty()
                && phrase.words().getFirst().isNumber()
                && !Phrases.names(phrase.words()).isEmpty();
    }

    /// The folded name of a place; empty for `a bigger flat` and `the Berlin office`.
    private static Set<String> place(List<Word> words) {
        var told = Phrases.first(Phrases.withoutDeterminer(words));
        while (!told.isEmpty() && !told.getLast().isContent()) {
            told = told.subList(0, told.size() - 1);
        }
        return isAllNames(told) ? Phrases.content(told) : Set.of();
    }

    // --- work and school

    private void work() {
        if (clause.isVerb("work", "employ", "intern", "hire", "freelance")) {
            var used = new String[] {"at", "for", "by", "as", "with", "in"};
            clause.after("at", "for", "by")
                    .map(SlotRules::workplace)
                    .ifPresent(value -> add(Filling.of(Slot.EMPLOYER, value, used)));
            clause.after("as")
                    .ifPresent(words ->
                            add(Filling.of(Slot.JOB_TITLE, content(titleWords(words)), used)));
        }
        newWork();
        occupation();
    }

    private void newWork() {
        var object = clause.object();
        if (clause.tense() == Tense.PROGRESSIVE) {
            return;
        }
        if (clause.isVerb("join") && isEmployer(object)) {
            add(Filling.of(Slot.EMPLOYER, names(object), "as", "in").changed(true));
        }
        var isStart =
                clause.isVerb("begin", "get", "accept", "take", "land", "find")
                        && (object.stream().anyMatch(word -> JOB_WORDS.contains(word.stem()))
                                || clause.isVerb("begin") && object.isEmpty());
        if (isStart) {
            clause.after("at", "with", "for")
                    .filter(SlotRules::isEmployer)
                    .ifPresent(words ->
                            add(
                                    Filling.of(
                                                    Slot.EMPLOYER,
                                                    names(words),
                                                    "at",
                                                    "with",
                                                    "for",
                                                    "as")
                                            .changed(true)));
        }
        if (clause.isVerb("leave", "stop", "switch", "move") && isSwitchOfEmployer(object)) {
            var to = clause.after("for", "to").orElse(List.of());
            add(
                    Filling.of(Slot.EMPLOYER, names(to), "for", "to", "from")
                            .changed(true)
                            .insteadOf(names(object)));
        }
    }

    private boolean isSwitchOfEmployer(List<Word> object) {
        return isEmployer(object)
                && clause.after("for", "to").filter(SlotRules::isEmployer).isPresent();
    }

    private static boolean isEmployer(List<Word> words) {
        var told = Phrases.first(Phrases.withoutDeterminer(words));
        return !told.isEmpty()
                && Phrases.isName(told.getFirst())
                && told.stream().noneMatch(word -> Lexicon.GROUPS.contains(word.stem()))
                && isAllNames(told);
    }

    private static Set<String> workplace(List<Word> words) {
        var told = Phrases.first(Phrases.withoutDeterminer(words));
        var content = Phrases.content(told);
        return content.stream().anyMatch(NO_WORKPLACE::contains)
                        || told.stream().anyMatch(Word::isNumber)
                ? Set.of()
                : content;
    }

    private void occupation() {
        var object = clause.object();
        var isBecoming = clause.isVerb("become");
        if (clause.isVerb("promote", "appoint", "hire")) {
            clause.after("to", "as")
                    .ifPresent(words ->
                            add(
                                    Filling.of(
                                                    Slot.JOB_TITLE,
                                                    content(titleWords(words)),
                                                    "to",
                                                    "as",
                                                    "at")
                                            .changed(true)));
            return;
        }
        var hasArticle = Phrases.startsWith(object, Set.of("a", "an", "the"));
        if (isBecoming || clause.isVerb("be") && hasArticle && isNow()) {
            var title = titleWords(object);
            if (Phrases.head(title).equals("student")) {
                clause.after("at", "of")
                        .ifPresent(words -> add(Filling.of(Slot.SCHOOL, names(words), "at")));
                return;
            }
            if (Occupations.isOccupation(Phrases.text(title)) && Phrases.names(title).isEmpty()) {
                add(
                        Filling.of(Slot.JOB_TITLE, content(title), "at", "for", "with", "in")
                                .changed(isBecoming));
                clause.after("at")
                        .filter(SlotRules::isEmployer)
                        .ifPresent(
                                words -> add(Filling.of(Slot.EMPLOYER, names(words), "at", "for")));
            }
        }
    }

    private boolean isNow() {
        return isPresent() || clause.aspect() == Clause.Aspect.OVER;
    }

    private static List<Word> titleWords(List<Word> words) {
        return Phrases.first(Phrases.withoutDeterminer(words));
    }

    private static String title(List<Word> words) {
        return Phrases.text(titleWords(words));
    }

    private void school() {
        if (clause.isVerb("study", "enroll", "enrol", "transfer", "register")) {
            clause.after("at", "to", "in")
                    .filter(words -> isAllNames(Phrases.first(Phrases.withoutDeterminer(words))))
                    .filter(words -> clause.isVerb("study", "enroll", "enrol") || isSchool(words))
                    .ifPresent(words ->
                            add(
                                    Filling.of(Slot.SCHOOL, names(words), "at", "to", "in", "from")
                                            .changed(clause.isVerb("transfer"))));
        }
        if (clause.isVerb("attend") && isSchool(clause.object())) {
            add(Filling.of(Slot.SCHOOL, names(clause.object()), "in"));
        }
        if (clause.isVerb("go")) {
            clause.after("to")
                    .filter(SlotRules::isSchool)
                    .ifPresent(words -> add(Filling.of(Slot.SCHOOL, names(words), "to")));
        }
    }

    private static boolean isSchool(List<Word> words) {
        return !Phrases.names(words).isEmpty()
                && words.stream().anyMatch(word -> SCHOOLS.contains(word.stem()));
    }

    // --- with whom

    private void relationship() {
        if (clause.isVerb("marry")) {
            // the stem of the adjective too: `is married`, `got married`
            status("married");
        } else if (clause.isVerb("divorce", "separate", "engage", "widow")) {
            status(clause.verb().startsWith("engag") ? "engaged" : statusOf(clause.verb()));
        } else if (clause.isVerb("date") && clause.tense() == Tense.PROGRESSIVE) {
            status("relationship");
        } else if (clause.isVerb("be", "become", "get", "stay")) {
            var first = firstContent(clause.object());
            if (first.map(word -> word.isIn(STATUSES)).orElse(false)) {
                status(first.map(Word::lower).orElse(""));
            } else if (clause.after("in").map(SlotRules::isRelationship).orElse(false)) {
                status("relationship");
            }
        }
    }

    private static String statusOf(String verb) {
        return verb.startsWith("divorc")
                ? "divorced"
                : verb.startsWith("separat") ? "separated" : "widowed";
    }

    private void status(String name) {
        var isElse = name.equals("engaged") && clause.after("in", "with").isPresent();
        if (!isElse) {
            var isChange = !clause.isVerb("be") || clause.tense() == Tense.PAST;
            add(Filling.of(Slot.RELATIONSHIP, Set.of(name), "to", "with").changed(isChange));
        }
    }

    private static boolean isRelationship(List<Word> words) {
        return Phrases.head(words).equals(Lexicon.folded("relationship"));
    }

    private void partner() {
        var subject = clause.subject();
        if (Lexicon.PARTNERS.contains(subject.role())) {
            var named =
                    clause.isVerb("name") || clause.isVerb("be") && isAllNames(clause.object())
                            ? names(clause.object())
                            : subject.names();
            add(Filling.of(Slot.PARTNER, named));
            return;
        }
        var object = clause.object();
        if (subject.isOwner()) {
            if (clause.isVerb("have")
                    && Lexicon.PARTNERS.contains(Phrases.head(object))
                    && object.stream().noneMatch(word -> FORMER.contains(word.stem()))) {
                add(Filling.of(Slot.PARTNER, names(object)));
            } else if (clause.isVerb("date", "marry")) {
                add(Filling.of(Slot.PARTNER, names(object)));
                clause.after("to").ifPresent(words -> add(Filling.of(Slot.PARTNER, names(words))));
            } else if (clause.isVerb("be", "get", "engage")
                    && (clause.isVerb("engage")
                            || firstContent(object)
                                    .map(word -> word.is("married") || word.is("engaged"))
                                    .orElse(false))) {
                clause.after("to")
                        .ifPresent(words -> add(Filling.of(Slot.PARTNER, names(words), "to")));
            }
        }
    }

    // --- what they have, eat and like best

    private void car() {
        if (clause.subject().role().equals(Lexicon.folded("car")) && clause.isVerb("be")) {
            add(Filling.of(Slot.VEHICLE, names(Phrases.withoutDeterminer(clause.object()))));
        }
    }

    private void driving() {
        var object = clause.object();
        var head = Phrases.head(object);
        var isOwn =
                Phrases.startsWith(object, Set.of("a", "an", "his", "her", "their", "my"))
                        || !object.isEmpty() && object.getFirst().isNumber();
        if (clause.isVerb("drive")
                && isOwn
                && (Lexicon.VEHICLES.contains(head)
                        || head.equals(Lexicon.folded("car"))
                        || !Phrases.names(object).isEmpty())) {
            add(Filling.of(Slot.VEHICLE, content(Phrases.first(object)), "to", "for"));
        }
    }

    private void diet() {
        if (clause.isVerb("be", "become", "go", "turn", "get")) {
            clause.object().stream()
                    .filter(word -> word.isIn(ANIMAL_DIETS))
                    .findFirst()
                    .filter(_ -> clause.object().size() <= 3)
                    .ifPresent(word ->
                            add(
                                    Filling.about(Slot.DIET, "animal", Set.of(word.stem()))
                                            .changed(!clause.isVerb("be"))));
        }
        if (clause.isVerb("eat") && Phrases.content(clause.object()).contains("meat")) {
            if (clause.negated() || Phrases.content(clause.object()).size() == 1) {
                var value = clause.negated() ? "vegetarian" : "omnivor";
                add(Filling.about(Slot.DIET, "animal", Set.of(value)));
            }
        }
        if (clause.isVerb("eat")
                && !clause.negated()
                && Phrases.startsWith(clause.object(), Set.of("everything", "anything"))) {
            add(Filling.about(Slot.DIET, "animal", Set.of("omnivor")));
        }
        var told =
                clause.isVerb("follow", "begin", "keep", "adopt")
                        ? clause.object()
                        : clause.isVerb("be", "go")
                                ? clause.after("on").orElse(List.of())
                                : List.<Word>of();
        if (Phrases.head(told).equals(Lexicon.folded("diet"))
                && told.stream().anyMatch(word -> word.isIn(REGIMENS))) {
            var value = content(told);
            value.remove(Lexicon.folded("diet"));
            add(Filling.about(Slot.DIET, "regimen", value, "on"));
        }
    }

    private void favourite() {
        var subject = clause.subject();
        var favourite = Lexicon.folded("favorite");
        if (!clause.isVerb("be")) {
            return;
        }
        inverseFavourite(favourite);
        if (subject.role().startsWith(favourite + " ") && !Phrases.isList(clause.object())) {
            var about = subject.role().substring(favourite.length() + 1);
            var classes = new ArrayList<>(subject.names());
            classes.sort(null);
            classes.addFirst(about);
            add(Filling.about(Slot.FAVOURITE, String.join(" ", classes), content(clause.object())));
        }
    }

    /// `Blue is User's favourite color`
    private void inverseFavourite(String favourite) {
        var object = clause.object();
        if (object.size() > 3
                && (object.get(0).is("user") && object.get(1).isPossessive()
                        || object.get(0).is("my"))) {
            var told = Phrases.withoutDeterminer(object.subList(1, object.size()));
            var about = content(told);
            if (about.remove(favourite)) {
                var subject = clause.subject();
                Set<String> value = new LinkedHashSet<>(List.of(subject.role().split(" ")));
                subject.names().forEach(name -> value.add(Lexicon.folded(name)));
                for (var word : subject.owner().split(" ")) {
                    value.add(Lexicon.folded(word));
                }
                value.remove("");
                add(Filling.about(Slot.FAVOURITE, String.join(" ", about), value));
            }
        }
    }

    private void preference() {
        var object = clause.object();
        if (clause.isVerb("prefer")) {
            var isInfinitive = object.isEmpty() && clause.after("to").isPresent();
            var chosen = isInfinitive ? clause.after("to").orElse(List.of()) : object;
            var rejected =
                    clause.after("over", "than", "instead")
                            .or(() -> isInfinitive ? Optional.empty() : clause.after("to"))
                            .orElse(List.of());
            if (!Phrases.isList(chosen)) {
                preferred(content(chosen), content(rejected), false);
            }
        } else if (clause.isVerb("like") && clause.after("than").isPresent()) {
            var chosen = content(object);
            chosen.removeAll(Lexicon.stems("better more"));
            preferred(chosen, content(clause.after("than").orElse(List.of())), false);
        } else if (clause.isVerb("try", "test")) {
            var chosen = content(object);
            if (chosen.stream().anyMatch(stem -> Lexicon.contrastOf(stem) != null)) {
                preferred(chosen, Set.of(), false);
            }
        } else if (clause.isVerb("switch", "change") && object.isEmpty()) {
            var chosen = clause.after("to").map(SlotRules::content).orElse(Set.of());
            if (chosen.stream().anyMatch(stem -> Lexicon.contrastOf(stem) != null)) {
                preferred(
                        chosen,
                        clause.after("from").map(SlotRules::content).orElse(Set.of()),
                        true);
            }
        }
    }

    private void preferred(Set<String> chosen, Set<String> rejected, boolean isChange) {
        var about =
                chosen.stream()
                        .map(Lexicon::contrastOf)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .map(set -> set.stream().sorted().collect(Collectors.joining("/")))
                        .orElse("");
        add(
                Filling.about(
                                Slot.PREFERENCE,
                                about,
                                chosen,
                                "over",
                                "than",
                                "instead",
                                "to",
                                "from")
                        .insteadOf(rejected)
                        .changed(isChange));
    }

    private void dosage() {
        if (clause.isVerb("take", "inject", "use")) {
            amount(clause.object());
        } else if (clause.isVerb("be")) {
            clause.after("on").ifPresent(this::amount);
        }
    }

    /// `50 mg of sertraline`, `sertraline 50 mg`
    private void amount(List<Word> words) {
        for (var at = 0; at + 1 < words.size(); at++) {
            if (words.get(at).isNumber() && words.get(at + 1).isIn(UNITS)) {
                var rest = new ArrayList<>(words.subList(0, at));
                var end = words.size();
                for (var next = at + 2; next < words.size(); next++) {
                    if (words.get(next).isIn(Set.of("every", "daily", "each", "twice", "once"))
                            || words.get(next).isPunctuation()
                            || words.get(next).isNumber()
                            || words.get(next).is("a")) {
                        end = next;
                        break;
                    }
                }
                rest.addAll(words.subList(Math.min(at + 2, end), end));
                var medicine = content(rest);
                if (medicine.size() == 1 || medicine.size() == 2) {
                    var value = Set.of(words.get(at).stem() + " " + words.get(at + 1).stem());
                    add(Filling.about(Slot.DOSAGE, String.join(" ", medicine), value, "on"));
                }
                return;
            }
        }
    }

    private void subscription() {
        var told =
                clause.isVerb("have", "choose", "use", "buy")
                        ? clause.object()
                        : clause.isVerb(
                                        "be",
                                        "subscribe",
                                        "upgrade",
                                        "downgrade",
                                        "switch",
                                        "move",
                                        "change",
                                        "sign up",
                                        "go")
                                ? clause.after("on", "to", "for").orElse(List.of())
                                : List.<Word>of();
        var words = Phrases.first(Phrases.withoutDeterminer(told));
        var at = indexOf(words, Lexicon.stems("plan subscription tier"));
        if (at <= 0 || words.subList(0, at).stream().noneMatch(word -> word.isIn(TIERS))) {
            return;
        }
        var service = new LinkedHashSet<String>();
        var tier = new LinkedHashSet<String>();
        for (var word : words.subList(0, at)) {
            (word.isIn(TIERS) ? tier : service).add(word.stem());
        }
        service.addAll(names(words.subList(at, words.size())));
        clause.after("for", "with", "at", "from").ifPresent(named -> service.addAll(names(named)));
        add(
                Filling.about(
                                Slot.SUBSCRIPTION,
                                String.join(" ", service),
                                tier,
                                "on",
                                "to",
                                "from")
                        .changed(!clause.isVerb("be", "have", "use")));
    }

    private void tool() {
        if (clause.isVerb("use")) {
            clause.after("for", "to")
                    .map(SlotRules::content)
                    .filter(purpose -> !purpose.isEmpty() && !Phrases.isList(clause.object()))
                    .ifPresent(purpose ->
                            add(
                                    Filling.about(
                                            Slot.TOOL_FOR,
                                            purpose(purpose),
                                            content(clause.object()),
                                            "for",
                                            "to")));
        }
        if (clause.isVerb("switch", "move", "change") && clause.after("for").isPresent()) {
            var purpose = clause.after("for").map(SlotRules::content).orElse(Set.of());
            var to = clause.after("to").map(SlotRules::content).orElse(Set.of());
            if (!purpose.isEmpty() && !Phrases.isDate(clause.after("for").orElse(List.of()))) {
                add(
                        Filling.about(Slot.TOOL_FOR, purpose(purpose), to, "for", "to", "from")
                                .changed(true)
                                .insteadOf(
                                        clause.after("from")
                                                .map(SlotRules::content)
                                                .orElse(Set.of())));
            }
        }
    }

    /// `taking notes` and `notes` are one purpose.
    private static String purpose(Set<String> words) {
        return words.stream()
                .filter(word ->
                        !Set.of("tak", "manag", "do", "keep", "mak", "hi", "her").contains(word))
                .sorted()
                .collect(Collectors.joining(" "));
    }

    private void media() {
        if (clause.tense() != Tense.PROGRESSIVE) {
            return;
        }
        var object = clause.object();
        var isOne = !object.isEmpty() && !Phrases.isList(object);
        if (clause.isVerb("read") && isOne) {
            add(Filling.of(Slot.READING, content(object)));
        } else if (clause.isVerb("watch") && isOne) {
            add(Filling.of(Slot.WATCHING, content(object)));
        } else if (clause.isVerb("work") && object.isEmpty() && !isStill()) {
            clause.after("on")
                    .filter(SlotRules::isProject)
                    .ifPresent(words -> add(Filling.of(Slot.PROJECT, content(words), "on")));
        }
    }

    private boolean isStill() {
        return clause.words().stream().anyMatch(word -> word.is("still"));
    }

    /// `a novel` or a name; `her English` and `something new` are no projects that follow another.
    private static boolean isProject(List<Word> words) {
        return (Phrases.startsWith(words, Set.of("a", "an", "the"))
                        || !words.isEmpty() && Phrases.isName(words.getFirst()))
                && !Phrases.isList(words)
                && !Phrases.isDate(words);
    }

    /// Slots that never exclude anything; to know them shows what belongs together.
    private void manyValued() {
        if (clause.isVerb("like", "dislike") || clause.isVerb("stand") && clause.negated()) {
            add(Filling.of(Slot.LIKES, content(clause.object())));
        } else if (clause.isVerb("be") && isFan()) {
            add(Filling.of(Slot.LIKES, afterOf(clause.object())));
        } else if (clause.isVerb("visit", "travel")) {
            var to = clause.object().isEmpty() ? clause.after("to") : Optional.of(clause.object());
            add(Filling.of(Slot.VISITED, content(to.orElse(List.of())), "to"));
        } else if (clause.isVerb("be")
                && firstContent(clause.object()).map(word -> word.is("allergic")).orElse(false)) {
            clause.after("to")
                    .ifPresent(words -> add(Filling.of(Slot.ALLERGIES, content(words), "to")));
        } else if (clause.isVerb("have") && Phrases.head(clause.object()).startsWith("allerg")) {
            var what = content(clause.object());
            what.remove(Phrases.head(clause.object()));
            clause.after("to").ifPresent(words -> what.addAll(content(words)));
            add(Filling.of(Slot.ALLERGIES, what, "to"));
        } else if (clause.isVerb("speak")) {
            add(Filling.of(Slot.LANGUAGES, names(clause.object())));
        } else if (clause.isVerb("be")
                && firstContent(clause.object()).map(word -> word.is("fluent")).orElse(false)) {
            clause.after("in")
                    .ifPresent(words -> add(Filling.of(Slot.LANGUAGES, names(words), "in")));
        }
    }

    /// `is a big fan of jazz`, `is fond of jazz`
    private boolean isFan() {
        return clause.object().stream().anyMatch(word -> word.is("fan") || word.is("fond"))
                && clause.object().stream().anyMatch(word -> word.is("of"));
    }

    private static Set<String> afterOf(List<Word> words) {
        for (var at = 0; at < words.size(); at++) {
            if (words.get(at).is("of")) {
                return content(words.subList(at + 1, words.size()));
            }
        }
        return Set.of();
    }

    // --- when

    private void schedule() {
        var subject = clause.subject();
        if (!found.isEmpty()) {
            return;
        }
        if (subject.isOwner() || isPerson() || subject.role().startsWith("favorit")) {
            if (!DOSES.contains(lastWord(subject.role()))) {
                return;
            }
        }
        if (DOSES.contains(lastWord(subject.role()))) {
            dose();
            return;
        }
        var isMoved =
                clause.isVerb(
                        "move", "reschedule", "postpone", "push", "change", "shift", "extend");
        if (!isMoved && !EVENT_VERBS.contains(clause.verb())) {
            return;
        }
        var isDeadline = List.of(subject.role().split(" ")).contains(Lexicon.folded("deadline"));
        var isDue =
                clause.isVerb("be")
                        && firstContent(clause.object()).map(word -> word.is("due")).orElse(false);
        List<List<Word>> told = new ArrayList<>();
        if (clause.isVerb("be") && !isDue && !clause.object().isEmpty()) {
            told.add(clause.object());
        }
        for (var phrase : clause.phrases()) {
            var leads = isMoved ? Set.of("to", "until") : Set.of("at", "on", "by");
            if (leads.contains(phrase.preposition())
                    || isMoved && Set.of("at", "on").contains(phrase.preposition())) {
                told.add(phrase.words());
            }
        }
        var slot = isDeadline || isDue ? Slot.DEADLINE : Slot.TIME;
        for (var words : told) {
            moment(slot, Phrases.withoutDeterminer(words), isMoved);
        }
    }

    private void moment(Slot slot, List<Word> words, boolean isMoved) {
        var subject = clause.subject();
        var names = subject.names().stream().sorted().collect(Collectors.joining(" "));
        var about = (subject.role() + " " + names).strip();
        if (isClock(words)) {
            add(
                    Filling.about(slot, about + " clock", clock(words), "at", "to", "on", "by")
                            .changed(isMoved));
        } else if (words.size() == 1 && isDay(words.getFirst())) {
            add(
                    Filling.about(
                                    slot,
                                    about + " day",
                                    Phrases.content(words),
                                    "at",
                                    "to",
                                    "on",
                                    "by")
                            .changed(isMoved));
        } else if (Phrases.isDate(words)
                && words.stream().anyMatch(word -> Lexicon.MONTHS.contains(word.stem()))) {
            add(
                    Filling.about(
                                    slot,
                                    about + " date",
                                    Phrases.content(words),
                                    "at",
                                    "to",
                                    "on",
                                    "by")
                            .changed(isMoved));
        }
    }

    /// `Monday` is a day, `Mondays` are several.
    private static boolean isDay(Word word) {
        return Lexicon.DAYS.contains(word.stem()) && !word.lower().endsWith("s");
    }

    private static boolean isClock(List<Word> words) {
        return !words.isEmpty()
                && words.getFirst().stem().matches("\\d{1,2}([:.]\\d{2})?")
                && (words.size() == 1 || words.get(1).isIn(HALF_DAYS) || words.get(1).is("o"));
    }

    private static Set<String> clock(List<Word> words) {
        var hour = words.getFirst().stem().replace('.', ':').replaceFirst(":00$", "");
        var half = words.size() > 1 ? words.get(1).lower().replace(".", "") : "";
        return Set.of((hour + " " + half).strip());
    }

    /// `User's sertraline dose was increased to 75 mg`
    private void dose() {
        var told = clause.isVerb("be") ? clause.object() : clause.after("to").orElse(List.of());
        var medicine =
                List.of(clause.subject().role().split(" ")).stream()
                        .filter(word -> !DOSES.contains(word))
                        .collect(Collectors.joining(" "));
        if (told.size() >= 2
                && told.getFirst().isNumber()
                && told.get(1).isIn(UNITS)
                && !medicine.isEmpty()) {
            var value = Set.of(told.getFirst().stem() + " " + told.get(1).stem());
            add(
                    Filling.about(Slot.DOSAGE, medicine, value, "to", "from", "of")
                            .changed(!clause.isVerb("be")));
        }
    }

    // --- words

    private static Optional<Word> firstContent(List<Word> words) {
        return words.stream().filter(Word::isContent).findFirst();
    }

    private static Set<String> content(List<Word> words) {
        return Phrases.content(words);
    }

    private static Set<String> names(List<Word> words) {
        return Phrases.content(Phrases.names(Phrases.first(words)));
    }

    private static boolean isAllNames(List<Word> words) {
        return !words.isEmpty()
                && words.stream()
                        .allMatch(word ->
                                Phrases.isName(word)
                                        || word.is("of")
                                        || word.is("the")
                                        || word.is("&"))
                && Phrases.isName(words.getLast());
    }

    private static int indexOf(List<Word> words, Set<String> stems) {
        for (var at = 0; at < words.size(); at++) {
            if (stems.contains(words.get(at).stem())) {
                return at;
            }
        }
        return -1;
    }

    private static String lastWord(String text) {
        return text.substring(text.lastIndexOf(' ') + 1);
    }
}
