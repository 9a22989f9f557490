package dev.keepsake.ingest;

import dev.keepsake.model.Token.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Who and what a conversation has spoken of, newest last, so that pronouns can be told (engine
/// contract 16.3, step 3). Kin nouns decide between he and she; pets and other words take either;
/// names decide nothing.
final class References {

    /// Somebody or something that a pronoun may stand for.
    ///
    /// @param full how it is told the first time: `User's cat Nimbus`
    /// @param brief how it is told after that: `Nimbus`
    /// @param at position of its message among the new ones; negative when it is from before
    record Referent(String full, String brief, Kind kind, int at) {
        /// `User's cat` of `User's cat Nimbus`.
        String owned() {
            int name = full.lastIndexOf(" " + brief);
            return name > 0 ? full.substring(0, name) : full;
        }

        boolean fits(Kind wanted) {
            return switch (wanted) {
                case SHE -> kind == Kind.SHE || kind == Kind.ANYONE;
                case HE -> kind == Kind.HE || kind == Kind.ANYONE;
                case THING -> kind == Kind.THING;
                case SEVERAL -> kind == Kind.SEVERAL;
                case ANYONE -> kind != Kind.THING && kind != Kind.SEVERAL;
            };
        }
    }

    enum Kind {
        HE,
        SHE,
        ANYONE,
        THING,
        SEVERAL
    }

    private static final Set<String> WOMEN =
            English.words(
                    """
                    mother mom mum mama mommy mummy sister wife daughter aunt auntie niece
                    grandmother grandma granny girlfriend stepmother stepmom stepdaughter
                    stepsister fiancée bride\
                    """);
    private static final Set<String> MEN =
            English.words(
                    """
                    father dad papa daddy brother husband son uncle nephew grandfather grandpa
                    boyfriend stepfather stepdad stepson stepbrother groom\
                    """);
    private static final Set<String> EITHER =
            English.words(
                    """
                    cousin partner spouse child kid baby friend bestie colleague coworker boss
                    manager teacher coach neighbor neighbour roommate flatmate mentor doctor
                    therapist fiancé fiance fiancee twin sibling parent dog puppy pup cat kitten
                    parrot hamster rabbit bunny horse pony pet turtle tortoise fish guinea bird
                    budgie lizard snake ferret goat hen toddler client boyfriend's student\
                    """);

    private static final String NAME = "(\\p{Lu}[\\p{L}\\p{M}'-]*\\p{Ll}(?: \\p{Lu}[\\p{L}'-]+)?)";
    private static final String NOUN =
            "("
                    + String.join("|", sorted(WOMEN))
                    + "|"
                    + String.join("|", sorted(MEN))
                    + "|"
                    + String.join("|", sorted(EITHER))
                    + ")";
    private static final String OWNER = "\\b(?:([Mm]y|[Oo]ur)|(\\p{Lu}[\\p{L}]+)'s)";

    /// `my cat Nimbus`, `User's sister`, `my dog is called Rex`, `Ana's cat's name is Nimbus`.
    private static final Pattern OWNED =
            Pattern.compile(
                    OWNER
                            + " (?:[\\p{Ll}-]+ ){0,2}?"
                            + NOUN
                            + "\\b(?!-)(?:(?:'s name)?,? (?:(?:is|was) )?(?:named |called )?(?:is )?"
                            + NAME
                            + ")?");

    /// `a cat named Nimbus`, `a puppy called Bo`.
    private static final Pattern GIVEN_NAME =
            Pattern.compile(
                    "\\b(?:an?|the|new) (?:[\\p{Ll}-]+ ){0,2}?"
                            + NOUN
                            + " (?:named|called) "
                            + NAME);

    private static final Set<String> TIMES =
            English.words(
                    """
                    day week month year time night morning evening afternoon weekend today
                    yesterday tomorrow moment hour minute while lot bit way thing one kind sort
                    friend person man woman guy everyone\
                    """);

    private final List<Referent> known = new ArrayList<>();

    /// Takes in what a text of somebody names.
    ///
    /// @param speaker what the one who said it is called
    void note(String text, String speaker, int at) {
        var owned = OWNED.matcher(text);
        while (owned.find()) {
            var owner = owned.group(1) != null ? speaker : owned.group(2);
            noteOne(owner, owned.group(3), owned.group(4), at);
        }
        var named = GIVEN_NAME.matcher(text);
        while (named.find()) {
            noteOne(speaker, named.group(1), named.group(2), at);
        }
    }

    private void noteOne(String owner, String noun, @Nullable String name, int at) {
        var plain = PersonRewrite.possessive(owner) + " " + noun;
        var before = named(plain);
        if (name != null && Names.canBePersonal(name.split(" ", 2)[0])) {
            known.add(new Referent(plain + " " + name, name, kindOf(noun), at));
        } else if (before != null) {
            known.add(new Referent(before.full, before.brief, before.kind, at));
        } else {
            known.add(new Referent(plain, plain, kindOf(noun), at));
        }
    }

    /// The same relative or pet, if it has a name already.
    private @Nullable Referent named(String plain) {
        return known.reversed().stream()
                .filter(each -> each.full.startsWith(plain + " "))
                .findFirst()
                .orElse(null);
    }

    /// Takes in the things of a clause: noun phrases with a determiner, or of a name.
    ///
    /// @param told what each token is told as
    void noteThings(Phrase clause, String speaker, int at) {
        int from = 0;
        while (from < clause.size()) {
            int end = nounPhraseEnd(clause, from);
            if (end < 0) {
                from++;
            } else {
                addThing(clause, from, end, speaker, at);
                from = end;
            }
        }
    }

    private void addThing(Phrase clause, int from, int end, String speaker, int at) {
        var head = clause.at(end - 1);
        var noun = head.lemma();
        boolean isOther =
                TIMES.contains(noun)
                        || WOMEN.contains(noun)
                        || MEN.contains(noun)
                        || EITHER.contains(noun)
                        || end - from < 2;
        if (isOther) {
            return;
        }
        var rest = clause.part(from + 1, end).text();
        var first = clause.lower(from);
        var told =
                first.equals("my") || first.equals("our")
                        ? PersonRewrite.possessive(speaker) + " " + rest
                        : first.equals("a") || first.equals("an") || first.equals("some")
                                ? "the " + rest
                                : Set.of("this", "that", "these", "those", "the").contains(first)
                                        ? "the " + rest
                                        : null;
        if (told != null) {
            boolean isSeveral =
                    !head.lemma().equals(clause.lower(end - 1))
                            && clause.lower(end - 1).endsWith("s");
            known.add(new Referent(told, told, isSeveral ? Kind.SEVERAL : Kind.THING, at));
        }
    }

    private static int nounPhraseEnd(Phrase clause, int from) {
        boolean begins =
                clause.is(from, Tag.DET)
                        || Set.of("my", "our", "this", "that", "these", "those")
                                .contains(clause.lower(from));
        if (!begins) {
            return -1;
        }
        int at = from + 1;
        int end = -1;
        while (clause.is(at, Tag.ADJ, Tag.NOUN, Tag.PROPN, Tag.NUM)
                || clause.is(at, Tag.PUNCT) && clause.lower(at).equals("-")) {
            if (English.CALENDAR.contains(clause.lower(at)) || clause.lower(at).equals("last")) {
                return end;
            }
            at++;
            if (clause.is(at - 1, Tag.NOUN, Tag.PROPN)) {
                end = at;
            }
        }
        return end;
    }

    /// The newest that fits; null when there is none.
    @Nullable Referent find(Kind wanted) {
        return known.reversed().stream().filter(each -> each.fits(wanted)).findFirst().orElse(null);
    }

    /// The only one of its kind that these messages spoke of; null when there are others.
    @Nullable Referent onlyOne(Kind wanted, int from, int to) {
        var found =
                known.stream()
                        .filter(each -> each.at >= from && each.at <= to && each.at >= 0)
                        .filter(each -> each.fits(wanted))
                        .map(Referent::full)
                        .distinct()
                        .toList();
        return found.size() == 1 ? find(wanted) : null;
    }

    static @Nullable Kind kindOfPronoun(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "he", "him", "his", "himself" -> Kind.HE;
            case "she", "her", "hers", "herself" -> Kind.SHE;
            case "it", "its" -> Kind.THING;
            case "they", "them", "their", "theirs" -> Kind.SEVERAL;
            default -> null;
        };
    }

    static boolean isPerson(String noun) {
        return WOMEN.contains(noun) || MEN.contains(noun) || EITHER.contains(noun);
    }

    private static Kind kindOf(String noun) {
        if (WOMEN.contains(noun)) {
            return Kind.SHE;
        }
        return MEN.contains(noun) ? Kind.HE : Kind.ANYONE;
    }

    private static List<String> sorted(Set<String> words) {
        return words.stream()
                .sorted(
                        java.util.Comparator.comparingInt(String::length)
                                .reversed()
                                .thenComparing(String::compareTo))
                .toList();
    }
}
