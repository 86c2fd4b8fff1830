package io.gatehouse.moderation.fact;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Something that a matching rule notes about the author, or on the content; kept with the person's data and erased with them. */
public sealed interface Mark {
    /**
     * A name that rules and reviewers can ask for.
     *
     * @param expires how long it stays; a later mark of the same name prolongs it, never shortens it
     */
    record Label(String name, Duration expires) implements Mark {
        private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,39}");

        public Label {
            requireLabel(name, expires);
        }

        /** Lower-case letters, digits, dashes and underscores, at most forty. */
        public static boolean isValid(String name) {
            return NAME.matcher(name).matches();
        }
    }

    /**
     * A name on the content itself, which rules see when the same content is judged again: edited, or looked at anew.
     *
     * @param expires as {@link Label}'s
     */
    record ContentLabel(String name, Duration expires) implements Mark {
        public ContentLabel {
            requireLabel(name, expires);
        }
    }

    private static void requireLabel(String name, Duration expires) {
        if (!Label.isValid(name)) throw new IllegalArgumentException("not a label: " + name);
        if (expires.isNegative() || expires.isZero())
            throw new IllegalArgumentException("a label must last: " + expires);
    }

    /**
     * A breach that counts for a while.
     *
     * @param weight above 0, at most {@link #MAX_WEIGHT}
     * @param window after which it counts nothing
     * @param halfLife only with {@link Decay#HALF_LIFE}
     */
    record Strike(
            double weight,
            Duration window,
            Decay decay,
            @Nullable Duration halfLife) implements Mark {
        public static final double MAX_WEIGHT = 100;

        public Strike {
            if (!(weight > 0 && weight <= MAX_WEIGHT)) throw new IllegalArgumentException("not a weight: " + weight);
            if (window.isNegative() || window.isZero())
                throw new IllegalArgumentException("a strike must last: " + window);
            if (decay == Decay.HALF_LIFE == (halfLife == null))
                throw new IllegalArgumentException("a half-life goes with its decay, and only with it");
        }

        /** What it still counts at this age. Never below 0, never above the weight, never rising with age. */
        public double weightAt(Duration age) {
            if (age.isNegative()) return weight;
            if (age.compareTo(window) >= 0) return 0;
            return switch (decay) {
                case NONE -> weight;
                case LINEAR -> weight * (1 - (double) age.toMillis() / window.toMillis());
                case HALF_LIFE ->
                    weight
                            * Math.pow(
                                    0.5,
                                    (double) age.toMillis()
                                            / java.util.Objects.requireNonNull(halfLife)
                                                    .toMillis());
            };
        }
    }

    /** How a strike loses its weight within its window. */
    enum Decay {
        NONE,
        LINEAR,
        HALF_LIFE;

        public String wireName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        public static java.util.Optional<Decay> ofWireName(String name) {
            return java.util.Arrays.stream(values())
                    .filter(decay -> decay.wireName().equals(name))
                    .findFirst();
        }
    }
}
