package dev.keepsake.graph;

import java.time.ZoneId;
import java.util.Arrays;
import java.util.Currency;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/// Names that the JDK knows: countries, languages, currencies, and cities that name a time zone. No
/// data file is needed (engine contract 16.6).
final class Gazetteer {

    /// The most words that a name of it has.
    static final int LONGEST = 4;

    private static final Set<String> REGIONS =
            Set.of(
                    "Africa",
                    "America",
                    "Asia",
                    "Atlantic",
                    "Australia",
                    "Europe",
                    "Indian",
                    "Pacific");

    /// Zones and languages that are English words of everyday use.
    private static final Set<String> WORDS =
            Set.of(
                    "center",
                    "easter",
                    "north",
                    "south",
                    "west",
                    "east",
                    "acre",
                    "knox",
                    "reunion",
                    "chin",
                    "akan",
                    "even",
                    "fang",
                    "fon",
                    "hare",
                    "ho",
                    "iban",
                    "kim",
                    "lima",
                    "lucky",
                    "mari",
                    "nias",
                    "gold",
                    "silver",
                    "platinum",
                    "palladium");

    private static final Set<String> NAMES = names();

    private Gazetteer() {}

    /// Whether a name in [normal form][Mention#norm] is one of a country, language, currency or
    /// city.
    static boolean knows(String norm) {
        return NAMES.contains(norm);
    }

    private static Set<String> names() {
        var countries =
                Arrays.stream(Locale.getISOCountries())
                        .map(code -> Locale.of("", code).getDisplayCountry(Locale.ENGLISH));
        var languages =
                Arrays.stream(Locale.getISOLanguages())
                        .map(code -> Locale.of(code).getDisplayLanguage(Locale.ENGLISH));
        var currencies =
                Currency.getAvailableCurrencies().stream()
                        .map(currency -> currency.getDisplayName(Locale.ENGLISH));
        var cities =
                ZoneId.getAvailableZoneIds().stream()
                        .map(zone -> zone.split("/"))
                        .filter(parts -> parts.length > 1 && REGIONS.contains(parts[0]))
                        .map(parts -> parts[parts.length - 1].replace('_', ' '));
        Set<String> names = new HashSet<>();
        Stream.of(countries, languages, currencies, cities)
                .flatMap(each -> each)
                .map(Mention::norm)
                .filter(name -> name.length() > 2 && !WORDS.contains(name))
                .forEach(names::add);
        return Set.copyOf(names);
    }
}
