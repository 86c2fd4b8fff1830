package io.gatehouse.residency;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Property tests from seeds: a failure names the seed, and {@code -Dproperty.seed=...} replays it alone. */
public final class Seeds {
    /** Every fourth seed of many in an ordinary run, all of them in the long one, which has the hours for it. */
    private static final int SHARE = Integer.getInteger("property.share", 1);

    private static final int MANY = 400;

    private Seeds() {}

    @FunctionalInterface
    public interface Property {
        void check(RandomGenerator random) throws Exception;
    }

    /** @param times that something must happen at least among all seeds */
    public static int ofAll(int times) {
        return times / SHARE;
    }

    public static void forAll(int tries, Property property) {
        var replay = Long.getLong("property.seed");
        if (replay != null) check(property, replay);
        else for (long seed = 0; seed < tries; seed += tries < MANY ? 1 : SHARE) check(property, seed);
    }

    private static void check(Property property, long seed) {
        try {
            property.check(new SplittableRandom(seed));
        } catch (Throwable e) {
            throw new AssertionError("fails with -Dproperty.seed=" + seed, e);
        }
    }
}
