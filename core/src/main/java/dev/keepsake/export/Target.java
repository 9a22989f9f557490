package dev.keepsake.export;

import dev.keepsake.fact.Slot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a property asks for, told by its name and by what the schema says about it.
///
/// @param name its words, without those that say nothing
/// @param text the same with title and description: what memories are compared with
/// @param past whether it asks for what was before
record Target(List<String> name, String text, boolean past) {

    private static final Set<String> NOISE =
            Set.of(
                    "user",
                    "users",
                    "the",
                    "of",
                    "s",
                    "current",
                    "currently",
                    "present",
                    "primary",
                    "main",
                    "list",
                    "all",
                    "known",
                    "their",
                    "his",
                    "her",
                    "person",
                    "persons",
                    "customer",
                    "client",
                    "member",
                    "candidate",
                    "employee",
                    "is",
                    "has",
                    "a",
                    "an");

    private static final Set<String> PAST =
            Set.of("previous", "former", "past", "old", "earlier", "prior", "last", "ex");

    /// These make another thing of the word before them.
    private static final Set<String> NOT_PAST =
            Set.of("last name", "years old", "year old", "how old");

    private static final Map<String, Slot> SLOTS = slots();

    private static final Set<String> FREE_TEXT =
            Set.of(
                    "summary",
                    "bio",
                    "biography",
                    "about",
                    "overview",
                    "description",
                    "background",
                    "profile",
                    "notes",
                    "narrative",
                    "story",
                    "introduction",
                    "intro",
                    "abstract",
                    "highlights",
                    "details");

    /// @param around the target of the object that the property belongs to; null at the top
    static Target of(
            String property, Shape shape, @org.jspecify.annotations.Nullable Target around) {
        var words = Shape.wordsOf(property);
        var telling = words.stream().filter(word -> !NOISE.contains(word)).toList();
        var past = isPast(words) || around != null && around.past;
        var text = String.join(" ", words) + " " + shape.words();
        return new Target(
                telling.stream().filter(word -> !past || !PAST.contains(word)).toList(),
                (around == null ? text : around.text + " " + text).strip(),
                past);
    }

    private static boolean isPast(List<String> words) {
        var name = String.join(" ", words);
        return NOT_PAST.stream().noneMatch(name::contains)
                && words.stream().anyMatch(PAST::contains);
    }

    /// The slot that the name is another word for.
    Optional<Slot> slot() {
        return Optional.ofNullable(SLOTS.get(String.join(" ", name)));
    }

    /// For `favorite_color` the class, which is part of the name.
    Optional<String> favourite() {
        if (!name.isEmpty() && name.getFirst().matches("favou?rite") && name.size() > 1) {
            return Optional.of(String.join(" ", name.subList(1, name.size())));
        }
        return Optional.empty();
    }

    boolean isFirstName() {
        return is("first name", "given name", "forename", "nickname");
    }

    boolean isLastName() {
        return is("last name", "surname", "family name");
    }

    /// Whether a text about everything is wanted.
    boolean isFreeText() {
        return name.stream().anyMatch(FREE_TEXT::contains) && slot().isEmpty();
    }

    private boolean is(String... names) {
        return List.of(names).contains(String.join(" ", name));
    }

    private static Map<String, Slot> slots() {
        Map<String, Slot> slots = new HashMap<>();
        put(
                slots,
                Slot.NAME,
                "name, full name, display name, first name, given name, forename,"
                        + " nickname, last name, surname, family name, legal name");
        put(slots, Slot.AGE, "age, age years, years old");
        put(
                slots,
                Slot.BIRTHDAY,
                "birthday, birthdate, birth date, date birth, dob, born, birth day");
        put(
                slots,
                Slot.PHONE,
                "phone, phone number, mobile, mobile number, mobile phone, telephone,"
                        + " cell, cell phone, contact number, telephone number");
        put(
                slots,
                Slot.EMAIL,
                "email, e mail, email address, e mail address, mail, contact email,"
                        + " work email");
        put(
                slots,
                Slot.ADDRESS,
                "address, home address, street address, postal address, mailing address");
        put(
                slots,
                Slot.RESIDENCE,
                "city, location, residence, home, home city, home town, hometown,"
                        + " town, place residence, lives in, place, based in, city residence, home location,"
                        + " cities, locations, residences, places lived");
        put(
                slots,
                Slot.EMPLOYER,
                "company, employer, organization, organisation, workplace, company name,"
                        + " employer name, place work, works at, firm, companies, employers, organization name");
        put(
                slots,
                Slot.JOB_TITLE,
                "role, title, job, job title, position, occupation, profession,"
                        + " job role, designation, job position, work, professional title, roles, positions,"
                        + " jobs, job titles, career");
        put(
                slots,
                Slot.SCHOOL,
                "school, university, college, education, alma mater, institution,"
                        + " schools, universities");
        put(slots, Slot.RELATIONSHIP, "relationship status, marital status, relationship");
        put(
                slots,
                Slot.PARTNER,
                "partner, spouse, wife, husband, partner name, spouse name, girlfriend,"
                        + " boyfriend");
        put(slots, Slot.VEHICLE, "vehicle, car, drives");
        put(
                slots,
                Slot.DIET,
                "diet, dietary preference, dietary preferences, dietary restriction,"
                        + " dietary restrictions, diet type, dietary requirements, eating habits");
        put(slots, Slot.READING, "book, reading, book reading");
        put(
                slots,
                Slot.LIKES,
                "likes, preferences, interests, loves, enjoys, liked things, food"
                        + " preferences");
        put(slots, Slot.DISLIKES, "dislikes, hates, aversions, disliked things");
        put(slots, Slot.ALLERGIES, "allergies, allergy, allergens, food allergies");
        put(
                slots,
                Slot.SKILLS,
                "skills, skill, technical skills, expertise, technologies, tech stack,"
                        + " competencies, programming languages, programming skills, knowledge");
        put(slots, Slot.TOOLS, "tools, tool, software, software used, tools used, apps");
        put(
                slots,
                Slot.LANGUAGES,
                "languages, language, spoken languages, languages spoken, native"
                        + " language, speaks");
        put(
                slots,
                Slot.HOBBIES,
                "hobbies, hobby, activities, pastimes, leisure activities, sports,"
                        + " hobbies interests, interests hobbies");
        put(
                slots,
                Slot.CHILDREN,
                "children, kids, child, child names, children names, kids names, sons,"
                        + " daughters");
        put(slots, Slot.PETS, "pets, pet, pet name, pet names, animals");
        put(
                slots,
                Slot.VISITED,
                "visited places, places visited, visited, countries visited, visited"
                        + " countries, cities visited, trips, travel, travels, destinations, places");
        return Map.copyOf(slots);
    }

    private static void put(Map<String, Slot> slots, Slot slot, String names) {
        for (var name : names.split(",\\s*")) {
            slots.putIfAbsent(name, slot);
        }
    }

    /// The words that are compared with units and statements.
    List<String> telling() {
        return new ArrayList<>(name);
    }
}
