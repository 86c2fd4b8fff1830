package io.gatehouse.moderation.rule;

import io.gatehouse.moderation.fact.FactKey;
import io.gatehouse.moderation.fact.FactSeries;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.text.FoldLevel;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What must hold for a rule to match. */
public sealed interface RuleCondition {
    /** A condition that {@code TextMatcher} answers from text alone. */
    sealed interface OnText extends RuleCondition {}

    /** A word of any of these banks is in the text. */
    record AnyBank(List<String> banks) implements OnText {
        public AnyBank {
            banks = List.copyOf(banks);
            if (banks.isEmpty()) throw new IllegalArgumentException("a bank condition must name a bank");
        }
    }

    /**
     * Any of these phrases is in the text, its words in order.
     *
     * @param slop how many other words may stand between the first and the last word of a phrase, in total
     * @param language ISO 639-1; only asked of texts in that language, or too short to tell. Null asks all
     */
    record AnyPhrase(
            List<String> phrases,
            int slop,
            FoldLevel fold,
            @Nullable String language) implements OnText {
        public AnyPhrase {
            phrases = List.copyOf(phrases);
            if (phrases.isEmpty()) throw new IllegalArgumentException("a phrase condition must have a phrase");
        }
    }

    /**
     * All of these terms are in the text, in any order.
     *
     * @param within distance in words from the first to the last; neighbours are 1 apart
     * @param language as for {@link AnyPhrase}
     */
    record Near(List<NearTerm> all, int within, @Nullable String language) implements OnText {
        /** Every order of the terms is tried, so their number must stay small. */
        public static final int MAX_TERMS = 4;

        public Near {
            all = List.copyOf(all);
            if (all.size() < 2 || all.size() > MAX_TERMS)
                throw new IllegalArgumentException("nearness needs 2 to " + MAX_TERMS + " terms: " + all.size());
        }
    }

    /** One side of a {@link Near}. */
    sealed interface NearTerm {
        /** Any word of the bank, where the bank itself would match. */
        record OfBank(String bank) implements NearTerm {}

        /** This word, folded in full. */
        record OfWord(String word) implements NearTerm {}
    }

    /**
     * Personal data of any of these kinds is in the text.
     *
     * @param states ISO 3166-1 codes, lower case, whose national identifiers count though not every state's do
     */
    record Pii(Set<PiiKind> kinds, Set<String> states) implements OnText {
        public Pii {
            kinds = Set.copyOf(kinds);
            states = Set.copyOf(states);
            if (kinds.isEmpty() && states.isEmpty())
                throw new IllegalArgumentException("a pii condition must name a kind");
        }

        public Pii(Set<PiiKind> kinds) {
            this(kinds, Set.of());
        }
    }

    /**
     * A boolean text query holds.
     *
     * @param query in the syntax that {@code TextQuery} reads
     * @param language as for {@link AnyPhrase}
     */
    record Query(String query, FoldLevel fold, @Nullable String language) implements OnText {}

    /**
     * A regular expression of linear time is found in the text as folded.
     *
     * @param language as for {@link AnyPhrase}
     */
    record Regex(String regex, FoldLevel fold, @Nullable String language) implements OnText {}

    /**
     * A link in the text, disguised or not, leads to a domain of any of these {@link LinkBank}s, or is as one of {@link
     * #BUILT_IN} says.
     */
    record Links(List<String> banks) implements OnText {
        /** A link by way of a public shortener: where it leads is not known. */
        public static final String SHORTENED = "link.shortened";

        /** A link written so that programs miss it or people misread it. */
        public static final String DISGUISED = "link.disguised";

        /** Names that are no banks. */
        public static final Set<String> BUILT_IN = Set.of(SHORTENED, DISGUISED);

        public Links {
            banks = List.copyOf(banks);
            if (banks.isEmpty()) throw new IllegalArgumentException("a links condition must name a bank");
        }
    }

    /**
     * A classifier's calibrated score reaches a threshold.
     *
     * @param atLeast in [0, 1]
     * @param languages ISO 639-1; only believed for texts in these. Empty believes all that the classifier knows
     */
    record Classifier(String classifier, Category category, double atLeast, Set<String> languages)
            implements RuleCondition {
        public Classifier {
            languages = Set.copyOf(languages);
            // Negated so that NaN, which fails every comparison, is refused too.
            if (!(atLeast >= 0 && atLeast <= 1)) throw new IllegalArgumentException("not a threshold: " + atLeast);
        }
    }

    /** A media part has a digest of this {@link DigestBank}. */
    record Digest(String bank) implements RuleCondition {}

    /**
     * A hash bank of the region knows one of the media, and its word stands.
     *
     * @param bank of whatever region: banks are not parts of policies
     * @param within bits, at most, in which it differs; the bank's own distance is asked first
     */
    record KnownMedia(String bank, int within) implements RuleCondition {
        /** As banks may be called. */
        public static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}");

        /** Farther no bank matches. */
        public static final int MAX_WITHIN = 31;

        public KnownMedia {
            if (!NAME.matcher(bank).matches()) throw new IllegalArgumentException("no name of a hash bank: " + bank);
            if (within < 0 || within > MAX_WITHIN)
                throw new IllegalArgumentException("a distance is 0 to " + MAX_WITHIN + " bits: " + within);
        }
    }

    /**
     * Something was counted often enough.
     *
     * @param fact the wire name of a {@link FactSeries}
     */
    record Count(String fact, Duration window, long atLeast) implements RuleCondition {
        /** What can be counted. */
        public static final List<String> FACTS =
                Arrays.stream(FactSeries.values()).map(FactSeries::wireName).toList();

        public Count {
            if (window.isNegative() || window.isZero() || atLeast < 1)
                throw new IllegalArgumentException("not a count: at least " + atLeast + " in " + window);
        }
    }

    /**
     * Near-duplicates of the text came often enough, this one included: a flood.
     *
     * @param of whether messages are counted, or the authors who sent them
     */
    record Similar(Duration window, long atLeast, Of of) implements RuleCondition {
        /** What is counted. */
        public enum Of {
            AUTHORS(FactSeries.TEXT_AUTHORS),
            MESSAGES(FactSeries.TEXT_SCREENINGS);

            private final FactSeries series;

            Of(FactSeries series) {
                this.series = series;
            }

            public String wireName() {
                return name().toLowerCase(Locale.ROOT);
            }

            public static Optional<Of> ofWireName(String name) {
                return Arrays.stream(values())
                        .filter(of -> of.wireName().equals(name))
                        .findFirst();
            }
        }

        public Similar {
            // One text is no flood.
            if (window.isNegative() || window.isZero() || atLeast < 2)
                throw new IllegalArgumentException("not a flood: at least " + atLeast + " in " + window);
        }

        public FactKey key() {
            return new FactKey(of.series.wireName(), window);
        }
    }

    /** Nothing of its own: the rule's {@link Guard} decides alone. */
    record Guarded() implements RuleCondition {}
}
