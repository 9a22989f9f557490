package dev.keepsake.fact;

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
}
