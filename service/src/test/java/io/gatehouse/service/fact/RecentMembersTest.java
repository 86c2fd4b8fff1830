package io.gatehouse.service.fact;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.fact.FactSeries;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecentMembersTest {
    private static final long HOUR_MS = 3_600_000;

    /** One seed in so many in an ordinary run, all of them in the long one. */
    private static final int SHARE = Integer.getInteger("property.share", 1);

    @Test
    void countsOfManySizesAndWindowsKeepTheStatedError() {
        double squares = 0;
        int told = 0;
        for (long seed = 1; seed <= 12; seed += SHARE) {
            var random = new Random(seed);
            var members = new RecentMembers();
            int all = 40_000 + random.nextInt(60_000);
            for (int i = 1; i <= all; i++) members.add(random.nextLong(), HOUR_MS + i, 0);
            for (int within = 15_000; within <= all; within += 5_000) {
                double error = members.since(HOUR_MS + all - within) / (double) within - 1;
                squares += error * error;
                told++;
            }
            assertThat(members.since(HOUR_MS + all - 9_999)).isEqualTo(9_999);
        }
        assertThat(Math.sqrt(squares / told)).isBetween(0.001, FactSeries.STANDARD_ERROR);
    }

    @Test
    void growsByASampleWheneverTheNumberDoubles() {
        var random = new Random(1);
        var members = new RecentMembers();
        for (int i = 0; i < 100_000; i++) members.add(random.nextLong(), HOUR_MS + i, 0);
        // The set and four samples (20, 40, 80 and, barely, 160 thousand members' worth), each with room for twice as
        // many.
        assertThat(members.room()).isLessThanOrEqualTo(5 * 20_480);
    }
}
