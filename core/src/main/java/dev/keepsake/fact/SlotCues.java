package dev.keepsake.fact;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/// The words by which statements that fill a slot can be found in an index, where neither meaning
/// nor names bring them near: `lives in Bergen` for `moved to Graz`.
final class SlotCues {

    private SlotCues() {}

    static String of(Slot slot) {
        return switch (slot) {
            case NAME -> "name named called";
            case AGE -> "years old age turned";
            case BIRTHDAY -> "birthday born";
            case PHONE -> "phone number mobile";
            case EMAIL -> "email address";
            case ADDRESS -> "address street";
            case RESIDENCE -> "lives live living moved move relocated resides based settled";
            case EMPLOYER -> "works work working job joined employed employer company hired";
            case JOB_TITLE -> "works work job title became promoted position role";
            case SCHOOL -> "studies study student attends university college school";
            case RELATIONSHIP, PARTNER ->
                    "married engaged divorced single dating relationship wife husband partner"
                            + " boyfriend girlfriend";
            case VEHICLE -> "drives drive car";
            case DIET -> "vegetarian vegan diet meat eats pescatarian";
            case READING -> "reading read book";
            case WATCHING -> "watching watch series show";
            case PROJECT -> "working project";
            case FAVOURITE -> "favorite favourite";
            case PREFERENCE -> "prefers prefer preference";
            case DOSAGE -> "takes take mg dose";
            case SUBSCRIPTION -> "plan subscription subscribed tier";
            case DEADLINE -> "deadline due";
            case TOOL_FOR -> "uses use using";
            case TIME,
                    LIKES,
                    DISLIKES,
                    ALLERGIES,
                    SKILLS,
                    TOOLS,
                    LANGUAGES,
                    HOBBIES,
                    CHILDREN,
                    PETS,
                    VISITED ->
                    "";
        };
    }

    private static final Map<Slot, Set<String>> SAYING = new EnumMap<>(Slot.class);

    static {
        SAYING.put(Slot.AGE, Lexicon.stems("age year old"));
        SAYING.put(Slot.BIRTHDAY, Lexicon.stems("birthday born birthdate date"));
        SAYING.put(Slot.RESIDENCE, Lexicon.stems("live reside based home located"));
        SAYING.put(Slot.EMPLOYER, Lexicon.stems("work employed employer company job"));
        SAYING.put(Slot.JOB_TITLE, Lexicon.stems("work job title occupation profession"));
        SAYING.put(Slot.PARTNER, Lexicon.stems("wife husband spouse married"));
        SAYING.put(Slot.VEHICLE, Lexicon.stems("drive car"));
        SAYING.put(Slot.DIET, Lexicon.stems("diet eat follow"));
        SAYING.put(Slot.PREFERENCE, Lexicon.stems("prefer like better"));
        SAYING.put(Slot.LIKES, Lexicon.stems("like dislike stand fan fond big huge"));
        SAYING.put(Slot.ALLERGIES, Lexicon.stems("allergic allergy allergies"));
        SAYING.put(Slot.LANGUAGES, Lexicon.stems("speak fluent fluently language"));
        SAYING.put(Slot.PHONE, Lexicon.stems("phone number"));
        SAYING.put(Slot.EMAIL, Lexicon.stems("email address"));
    }

    /// The words that only say that the slot is filled: `drives a Volvo`, `her car is a Volvo`.
    static Set<String> saying(Slot slot) {
        return SAYING.getOrDefault(slot, Set.of());
    }
}
