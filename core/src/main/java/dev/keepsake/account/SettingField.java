package dev.keepsake.account;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A setting of a project that its owner can change: management contract 7.2, with the limits that
/// it leaves to us.
///
/// A request that does not name a setting leaves it. One that names it with null writes null where
/// that is among the setting's values, and leaves it otherwise: older clients send null for
/// whatever they were not given.
enum SettingField {
    USECASE("usecase", "usecase_setting", null, Null.LEAVES, FieldForm.textOrNumber(255)),
    MEMORY_DEPTH("memory_depth", "standard", Null.WRITES, FieldForm.text(255)),
    INCLUSION_PROMPT("inclusion_prompt", null, Null.WRITES, FieldForm.text(20_000)),
    EXCLUSION_PROMPT("exclusion_prompt", null, Null.WRITES, FieldForm.text(20_000)),
    CUSTOM_CATEGORIES("custom_categories", null, Null.LEAVES, new CategoriesForm()),
    CUSTOM_INSTRUCTIONS("custom_instructions", null, Null.WRITES, FieldForm.lines(20_000)),
    AGENT_CUSTOM_INSTRUCTIONS(
            "agent_custom_instructions", null, Null.WRITES, FieldForm.text(20_000)),
    UPDATE_CUSTOM_INSTRUCTIONS(
            "update_custom_instructions", null, Null.WRITES, FieldForm.text(20_000)),
    SUMMARY_CUSTOM_INSTRUCTIONS(
            "summary_custom_instructions", null, Null.WRITES, FieldForm.text(20_000)),
    SUMMARY_BATCH_SIZE("summary_batch_size", 50, Null.LEAVES, FieldForm.wholeNumber(1, 1000)),
    SUMMARY_MAX_TOKENS("summary_max_tokens", null, Null.WRITES, FieldForm.wholeNumber(1, 100_000)),
    EXPIRATION_DATE("expiration_date", null, Null.WRITES, FieldForm.day()),
    ENABLE_GRAPH("enable_graph", false, Null.LEAVES, FieldForm.flag()),
    MULTILINGUAL("multilingual", false, Null.LEAVES, FieldForm.flag()),
    VERSION("version", "v3", Null.LEAVES, FieldForm.filled(255)),
    ACTIVE_PROMPT_PROFILE("active_prompt_profile", null, Null.WRITES, FieldForm.text(255)),
    DECAY("decay", false, Null.LEAVES, FieldForm.flag()),
    SYNTHESIS("synthesis", false, Null.LEAVES, FieldForm.flag()),
    SYNTHESIS_CADENCE_HOURS(
            "synthesis_cadence_hours", 168, Null.LEAVES, FieldForm.wholeNumber(24, 720)),
    SYNTHESIS_MIN_MEMORIES(
            "synthesis_min_memories", 20, Null.LEAVES, FieldForm.wholeNumber(5, 1_000_000)),
    STORE_SECRETS("store_secrets", false, Null.LEAVES, FieldForm.flag());

    /// What null means in a request.
    private enum Null {
        WRITES,
        LEAVES
    }

    private final String field;
    private final String asked;
    private final @Nullable Object standard;
    private final Null whenNull;
    private final FieldForm<?> form;

    SettingField(String field, @Nullable Object standard, Null whenNull, FieldForm<?> form) {
        this(field, field, standard, whenNull, form);
    }

    /// @param field how it is stored and shown
    /// @param asked how requests name it
    SettingField(
            String field,
            String asked,
            @Nullable Object standard,
            Null whenNull,
            FieldForm<?> form) {
        this.field = field;
        this.asked = asked;
        this.standard = standard;
        this.whenNull = whenNull;
        this.form = form;
    }

    /// The value in stored settings, or the default.
    @Nullable Object in(Map<String, @Nullable Object> settings) {
        return settings.containsKey(field) ? settings.get(field) : standard;
    }

    /// Every setting with its value.
    static Map<String, @Nullable Object> all(Map<String, @Nullable Object> settings) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        for (var each : values()) {
            all.put(each.field, each.in(settings));
        }
        return Collections.unmodifiableMap(all);
    }

    /// Writes what a request says into settings, of which only those that differ from the defaults
    /// are kept.
    void change(Fields request, Map<String, @Nullable Object> settings) {
        if (!request.names(asked) || (request.isNull(asked) && whenNull == Null.LEAVES)) {
            return;
        }
        var value = request.optional(asked, form);
        if (Objects.equals(value, standard)) {
            settings.remove(field);
        } else {
            settings.put(field, value);
        }
    }
}
