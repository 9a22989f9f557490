package dev.keepsake.export;

import static dev.keepsake.engine.Engine.memory;
import static dev.keepsake.engine.Engine.replaced;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.account.ProjectId;
import dev.keepsake.engine.BagOfWords;
import dev.keepsake.engine.Engine;
import dev.keepsake.memory.Lifecycle;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.Scope;
import dev.keepsake.memory.Stored;
import dev.keepsake.memory.Temporal;
import dev.keepsake.memory.Times;
import dev.keepsake.model.Encoder;
import dev.keepsake.model.Operation;
import dev.keepsake.model.PlainAnalyzer;
import dev.keepsake.model.Purpose;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What rules make of memories. Display names start with the row of the engine contract's
/// acceptance table.
class RulesFillerTest {

    private static final Scope U = Scope.ofUser("u");
    private static final Map<String, Object> TEXT = Map.of("type", "string");
    private static final Map<String, Object> TEXTS = Map.of("type", "array", "items", TEXT);

    private final BagOfWords embedder = new BagOfWords();
    private final Encoder encoder = new Encoder(embedder, new PlainAnalyzer());
    private final RulesFiller filler = new RulesFiller(embedder, new PlainAnalyzer());
    private final List<Memory> memories = new ArrayList<>();

    @Test
    @DisplayName("X01 name, role and company come from one statement")
    void slotsComeFromStatements() {
        told("Ines works at Novo Foods as a packaging engineer");

        assertThat(filled("full_name", TEXT, "current_role", TEXT, "company", TEXT))
                .containsExactly(
                        Map.entry("full_name", "Ines"),
                        Map.entry("current_role", "packaging engineer"),
                        Map.entry("company", "Novo Foods"));
    }

    @Test
    @DisplayName("X02 what nobody told is null")
    void whatNobodyToldIsNull() {
        told("Ines works at Novo Foods as a packaging engineer");

        assertThat(filled("age", Map.of("type", List.of("integer", "null"))))
                .containsEntry("age", null);
    }

    @Test
    @DisplayName("X03 a label is known by its words")
    void aLabelIsKnownByItsWords() {
        told("User works full time at Northwind");

        assertThat(
                        filled(
                                "employment_status",
                                Map.of("enum", List.of("full_time", "part_time", "student"))))
                .containsEntry("employment_status", "full_time");
    }

    @Test
    @DisplayName("X05 a list has each value once")
    void aListHasEachValueOnce() {
        told("knows Fortran", "uses Ansible", "User knows fortran", "User uses Ansible");

        assertThat(filled("skills", TEXTS)).containsEntry("skills", List.of("Fortran", "Ansible"));
    }

    @Test
    @DisplayName("X09 what was superseded is not the present")
    void whatWasSupersededIsNotThePresent() {
        var now = memory(U, "User lives in Graz");
        memories.add(replaced(memory(U, "User lives in Bergen"), Lifecycle.SUPERSEDED, now));
        memories.add(now);

        assertThat(filled("city", TEXT, "previous_city", TEXT))
                .containsEntry("city", "Graz")
                .containsEntry("previous_city", "Bergen");
    }

    @Test
    void theNewestOfASlotWins() {
        told(
                "User lives in Bergen",
                "User lives in Graz",
                "User is 33 years old",
                "User is 34 years old");

        assertThat(filled("city", TEXT, "age", Map.of("type", "integer")))
                .containsEntry("city", "Graz")
                .containsEntry("age", 34);
    }

    @Test
    void whatEndedIsNotThePresent() {
        told(
                "User works at Acme",
                "User speaks French",
                "User left Acme",
                "User no longer speaks French");

        assertThat(filled("company", TEXT, "languages", TEXTS, "former_company", TEXT))
                .containsEntry("company", "")
                .containsEntry("languages", List.of())
                .containsEntry("former_company", "Acme");
    }

    @Test
    void whatRelativesDoIsNotTheUsers() {
        told("User's sister lives in Oslo and works at Acme", "User's wife Anna plays bass");

        assertThat(filled("city", TEXT, "company", TEXT, "partner", TEXT))
                .containsEntry("city", "")
                .containsEntry("company", "")
                .containsEntry("partner", "Anna");
    }

    @Test
    void anEmptyStoreGivesBlanks() {
        assertThat(
                        filled(
                                "name",
                                TEXT,
                                "skills",
                                TEXTS,
                                "address",
                                Map.of("type", "object", "properties", Map.of("city", TEXT)),
                                "score",
                                Map.of("type", "number"),
                                "kind",
                                Map.of("const", "profile"),
                                "level",
                                Map.of("type", "string", "default", "basic")))
                .isEqualTo(
                        Map.of(
                                "name", "", "skills", List.of(), "address", Map.of(), "kind",
                                "profile", "level", "basic"));
    }

    @Test
    void whatIsRequiredAndUnknownIsRecognisablyBlank() {
        var schema =
                schema(
                        "day",
                        Map.of("type", "string", "format", "date"),
                        "count",
                        Map.of("type", "integer", "minimum", 1),
                        "code",
                        Map.of("type", "string", "minLength", 3),
                        "level",
                        Map.of("enum", List.of("high", "unknown")),
                        "flag",
                        Map.of("type", "boolean"));
        schema.put("required", List.of("day", "count", "code", "level", "flag"));

        assertThat(filled(schema))
                .containsEntry("day", "0001-01-01")
                .containsEntry("code", "unknown")
                .containsEntry("level", "unknown")
                .containsEntry("flag", false)
                .extractingByKey("count")
                .isEqualTo(BigDecimal.ONE);
    }

    @Test
    void nestedObjectsAreFilledToo() {
        told("User lives in Graz", "User works at Novo Foods as an engineer");

        var job = Map.of("type", "object", "properties", Map.of("company", TEXT, "title", TEXT));
        assertThat(filled("employment", job))
                .containsEntry("employment", Map.of("company", "Novo Foods", "title", "engineer"));
    }

    @Test
    void aListOfObjectsHasOneForEachStatement() {
        told("User works at Acme as a clerk", "User works at Novo Foods as an engineer");

        var job = Map.of("type", "object", "properties", Map.of("company", TEXT, "role", TEXT));
        assertThat(filled("jobs", Map.of("type", "array", "items", job)))
                .containsEntry(
                        "jobs",
                        List.of(
                                Map.of("company", "Acme", "role", "clerk"),
                                Map.of("company", "Novo Foods", "role", "engineer")));
    }

    @Test
    void numbersStandBeforeTheirUnit() {
        told("User has two kids and 1,250 stamps", "User weighs 72.5 kg");

        assertThat(
                        filled(
                                "number_of_kids",
                                Map.of("type", "integer"),
                                "stamps",
                                Map.of("type", "integer"),
                                "weight_kg",
                                Map.of("type", "number")))
                .containsEntry("number_of_kids", 2)
                .containsEntry("stamps", 1250)
                .containsEntry("weight_kg", new BigDecimal("72.5"));
    }

    @Test
    void truthsHaveTheSenseOfTheirStatement() {
        told("User is vegetarian", "User does not smoke", "User has a dog named Rex");

        var truth = Map.of("type", "boolean");
        assertThat(filled("is_vegetarian", truth, "smoke", truth, "has_pets", truth, "rich", truth))
                .isEqualTo(Map.of("is_vegetarian", true, "smoke", false, "has_pets", true));
    }

    @Test
    void datesAreWholeDates() {
        told("User's birthday is on March 3, 1990");
        memories.add(
                memory(U, "User starts the new position soon")
                        .withTemporal(
                                new Temporal(
                                        Temporal.Type.PLAN,
                                        Temporal.Status.FUTURE,
                                        Instant.parse("2026-09-01T00:00:00Z"),
                                        null,
                                        Temporal.Precision.DAY)));

        assertThat(
                        filled(
                                "birthday",
                                Map.of("type", "string", "format", "date"),
                                "new_position_starts",
                                Map.of("type", "string", "format", "date-time")))
                .containsEntry("birthday", "1990-03-03")
                .containsEntry("new_position_starts", "2026-09-01T00:00:00Z");
    }

    @Test
    void freeTextIsASummaryOfTheRightLength() {
        told("User lives in Graz", "User likes tea", "User plays bass");

        assertThat((String) filled("bio", TEXT).get("bio")).contains("Graz", "tea", "bass");
        assertThat((String) filled("bio", Map.of("type", "string", "maxLength", 20)).get("bio"))
                .hasSizeLessThanOrEqualTo(20)
                .isNotEmpty();
    }

    @Test
    void otherTextsComeFromTheNearestStatement() {
        told("User's motto is carpe diem", "User likes tea");

        assertThat(filled("motto", TEXT)).containsEntry("motto", "carpe diem");
        assertThat(filled("shoe_size", TEXT)).containsEntry("shoe_size", "");
    }

    @Test
    void namesAreTakenApart() {
        told("User's name is Ana María López");

        assertThat(filled("firstName", TEXT, "last_name", TEXT, "name", TEXT))
                .containsEntry("firstName", "Ana")
                .containsEntry("last_name", "López")
                .containsEntry("name", "Ana María López");
    }

    @Test
    void favouritesHaveTheirClassInTheName() {
        told("User's favorite color is green", "User's favorite film is Stalker");

        assertThat(filled("favorite_color", TEXT, "favourite_film", TEXT, "favorite_song", TEXT))
                .containsEntry("favorite_color", "green")
                .containsEntry("favourite_film", "Stalker")
                .containsEntry("favorite_song", "");
    }

    @Test
    void theSameMemoriesGiveTheSameObject() {
        told("User lives in Graz", "User likes tea, milk and bread", "User has two kids");
        var schema =
                schema(
                        "city",
                        TEXT,
                        "likes",
                        TEXTS,
                        "kids",
                        Map.of("type", "integer"),
                        "bio",
                        TEXT);

        assertThat(filled(schema)).isEqualTo(filled(schema));
    }

    private void told(String... texts) {
        for (var text : texts) {
            var at = Engine.NOW.plusSeconds(memories.size());
            memories.add(memory(U, text).withTimes(Times.at(at)));
        }
    }

    private Map<String, @Nullable Object> filled(Object... namesAndSchemas) {
        return filled(schema(namesAndSchemas));
    }

    private static Map<String, @Nullable Object> schema(Object... namesAndSchemas) {
        Map<String, @Nullable Object> properties = new LinkedHashMap<>();
        for (var at = 0; at < namesAndSchemas.length; at += 2) {
            properties.put((String) namesAndSchemas[at], namesAndSchemas[at + 1]);
        }
        Map<String, @Nullable Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        return schema;
    }

    private Map<String, @Nullable Object> filled(Map<String, @Nullable Object> schema) {
        var encodings = encoder.encodeAll(memories);
        List<Stored> rows = new ArrayList<>();
        for (var at = 0; at < memories.size(); at++) {
            rows.add(new Stored(memories.get(at), encodings.get(at)));
        }
        var shape = SchemaReading.of(schema);
        var filled =
                filler.fill(
                        new ExportFiller.Task(
                                Purpose.of(ProjectId.random(), Operation.EXPORT),
                                schema,
                                shape,
                                null,
                                rows,
                                Engine.NOW));
        return Fitting.fitted((Shape.Structure) shape.kind(), filled);
    }

    @Test
    void whatDoesNotFitIsLeftOut() {
        var shape =
                (Shape.Structure)
                        SchemaReading.of(
                                        schema(
                                                "age",
                                                Map.of("type", "integer", "maximum", 120),
                                                "tags",
                                                Map.of(
                                                        "type",
                                                        "array",
                                                        "items",
                                                        Map.of("enum", List.of("a", "b")),
                                                        "maxItems",
                                                        1),
                                                "note",
                                                Map.of("type", "string", "maxLength", 12),
                                                "level",
                                                Map.of("enum", List.of("Full_Time"))))
                                .kind();
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        given.put("age", "1000");
        given.put("tags", Arrays.asList("c", null, "b", "b", "a"));
        given.put("note", "a rather long note");
        given.put("level", "full time");

        assertThat(Fitting.fitted(shape, given))
                .isEqualTo(Map.of("tags", List.of("b"), "note", "a rather", "level", "Full_Time"));
    }
}
