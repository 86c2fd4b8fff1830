package io.gatehouse.service.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where a version stands in its life. */
enum Stage {
    /** Stored, and asked nothing. */
    DRAFT,
    /** Judges beside what decides; recorded and never acted on. */
    SHADOW,
    /** Decides for a share of the authors. */
    CANARY,
    /** Decides. There is always exactly one. */
    ACTIVE,
    /** Over; it may come back by a rollback or by being staged again. */
    RETIRED;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Stage> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(stage -> stage.wireName().equals(name))
                .findFirst();
    }

    /** Whether versions in this stage act on people. */
    boolean acts() {
        return this == CANARY || this == ACTIVE;
    }
}
