package dev.keepsake.fact;

/// What a fact is about (engine contract 16.4). A later value of a single slot takes the place of
/// an earlier one; those of other slots stand side by side.
public enum Slot {
    NAME(true),
    AGE(true),
    BIRTHDAY(true),
    PHONE(true),
    EMAIL(true),
    ADDRESS(true),
    RESIDENCE(true),
    EMPLOYER(true),
    JOB_TITLE(true),
    SCHOOL(true),
    RELATIONSHIP(true),
    PARTNER(true),
    VEHICLE(true),
    DIET(true),
    READING(true),
    /// One value for each class of thing, see [Fact#about].
    FAVOURITE(true),
    WATCHING(true),
    PROJECT(true),
    /// Of things that exclude each other, such as dark and light.
    PREFERENCE(true),
    /// One amount for each medicine.
    DOSAGE(true),
    SUBSCRIPTION(true),
    /// When something regular or arranged takes place, one for each.
    TIME(true),
    DEADLINE(true),
    /// One tool for each purpose.
    TOOL_FOR(true),
    LIKES(false),
    DISLIKES(false),
    ALLERGIES(false),
    SKILLS(false),
    TOOLS(false),
    LANGUAGES(false),
    HOBBIES(false),
    CHILDREN(false),
    PETS(false),
    VISITED(false);

    private final boolean single;

    Slot(boolean single) {
        this.single = single;
    }

    public boolean isSingle() {
        return single;
    }
}
