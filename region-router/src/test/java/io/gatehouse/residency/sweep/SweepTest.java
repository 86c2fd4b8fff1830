package io.gatehouse.residency.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.cell.AccountState;
import io.gatehouse.residency.cell.CellSweep.SweptAccount;
import io.gatehouse.residency.cell.Misplacement.Kind;
import io.gatehouse.residency.directory.AccountHome;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.store.ObjectKey;
import io.gatehouse.residency.store.RegionStore.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Merging finds exactly what set arithmetic finds. */
class SweepTest {
    private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
    private static final RegionId IRELAND = new RegionId("eu-west-1");
    private static final RegionId GERMANY = new RegionId("eu-central-1");
    private static final RegionId BRITAIN = new RegionId("uk");

    @Test
    void findsWhatOneSideLacks() {
        for (int seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var objects = new TreeSet<String>();
            var rows = new TreeSet<String>();
            for (int i = 0; i < random.nextInt(40); i++) {
                String key = "media/k" + random.nextInt(30);
                if (random.nextBoolean()) objects.add(key);
                if (random.nextBoolean()) rows.add(key);
            }
            var result = ObjectSweep.compare(
                    objects.stream()
                            .map(key -> new StoredObject(new ObjectKey(key), 7, NOW.minusSeconds(10)))
                            .iterator(),
                    rows.iterator(),
                    NOW);
            var orphans = new TreeSet<>(objects);
            orphans.removeAll(rows);
            var lost = new TreeSet<>(rows);
            lost.removeAll(objects);
            assertThat(result.orphans()).as("seed " + seed).containsExactlyElementsOf(orphans);
            assertThat(result.lost()).as("seed " + seed).containsExactlyElementsOf(lost);
            assertThat(result.objects()).isEqualTo(objects.size());
            assertThat(result.bytes()).isEqualTo(7L * objects.size());
        }
    }

    /** Parts that are swept at once meet without a gap and without an overlap, whatever keys there are. */
    @Test
    void everyKeyLiesInOnePart() {
        for (int seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            int parts = 1 + random.nextInt(32);
            var ranges = KeyRange.of("media/", parts);
            assertThat(ranges).hasSize(parts);
            for (int i = 0; i < 50; i++) {
                var text = new StringBuilder("media/");
                for (int n = 0; n <= random.nextInt(3); n++)
                    text.append("-_AZ0123456789abcdefghijklmnopqrstuvwxyz".charAt(random.nextInt(40)));
                var key = new ObjectKey(text.toString());
                assertThat(ranges.stream().filter(range -> range.contains(key)).count())
                        .as(key + " in " + parts + " parts, seed " + seed)
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void anObjectThatIsNewIsGivenTimeToGetItsRow() {
        var young = new StoredObject(new ObjectKey("media/a"), 1, NOW);
        var result =
                ObjectSweep.compare(List.of(young).iterator(), List.<String>of().iterator(), NOW);
        assertThat(result.orphans()).isEmpty();
        assertThat(result.young()).isEqualTo(1);
    }

    private static AccountRef ref(int n) {
        var bytes = new byte[32];
        // Above 127 too: digests are compared as unsigned.
        bytes[0] = (byte) (n * 40);
        bytes[31] = (byte) n;
        return new AccountRef(bytes);
    }

    private static SweptAccount account(int n, AccountState state, long epoch) {
        return new SweptAccount(ref(n), state, epoch, Optional.empty(), Optional.empty());
    }

    /** A line of the directory. */
    private record Listed(AccountRef account, AccountHome home) {}

    private static final Comparator<AccountRef> BY_DIGEST =
            (one, other) -> Arrays.compareUnsigned(one.digest(), other.digest());

    private static List<HomesSweep.Finding> compare(List<Listed> directory, Map<RegionId, List<SweptAccount>> cells) {
        var sweep = new HomesSweep(
                (one, other) -> one.equals(other) || !one.equals(BRITAIN) && !other.equals(BRITAIN), NOW);
        var homes = new TreeMap<AccountRef, AccountHome>(BY_DIGEST);
        directory.forEach(each -> homes.put(each.account(), each.home()));
        var here = new TreeMap<AccountRef, Map<RegionId, SweptAccount>>(BY_DIGEST);
        cells.forEach((region, some) -> some.forEach(each ->
                here.computeIfAbsent(each.account(), _ -> new TreeMap<>()).put(region, each)));
        var found = new ArrayList<HomesSweep.Finding>();
        here.forEach((account, some) -> found.addAll(sweep.judge(account, homes.get(account), some)));
        return found;
    }

    private static Listed listed(int n, RegionId region, long epoch) {
        return new Listed(ref(n), new AccountHome(region, epoch));
    }

    @Test
    void whoIsAtHomeWhereTheDirectorySaysIsNoFinding() {
        assertThat(compare(
                        List.of(listed(1, IRELAND, 1), listed(3, BRITAIN, 4), listed(5, BRITAIN, 1)),
                        Map.of(
                                IRELAND,
                                List.of(account(1, AccountState.ACTIVE, 1), account(3, AccountState.MOVED, 3)),
                                BRITAIN,
                                List.of(account(3, AccountState.ACTIVE, 4)))))
                .isEmpty();
    }

    @Test
    void whoIsAtHomeElsewhereIsACandidateBreachOnlyBeyondTheJurisdiction() {
        var found = compare(
                List.of(listed(1, GERMANY, 2), listed(2, BRITAIN, 2)),
                Map.of(IRELAND, List.of(account(1, AccountState.ACTIVE, 1), account(2, AccountState.ACTIVE, 1))));
        assertThat(found)
                .extracting(each -> each.misplacement().kind())
                .containsExactly(Kind.HOME_DISAGREES, Kind.HOME_DISAGREES);
        assertThat(found)
                .extracting(each -> each.misplacement().candidateBreach())
                .containsExactly(false, true);
    }

    @Test
    void twoHomesAndWrongEpochsAndForgottenMovesAreFound() {
        var longAgo = Optional.of(NOW.minus(Duration.ofDays(2)));
        var found = compare(
                List.of(listed(1, IRELAND, 1), listed(2, IRELAND, 7), listed(3, IRELAND, 1), listed(4, IRELAND, 1)),
                Map.of(
                        IRELAND,
                        List.of(
                                account(1, AccountState.ACTIVE, 1),
                                account(2, AccountState.ACTIVE, 6),
                                account(3, AccountState.MOVING, 1),
                                new SweptAccount(ref(4), AccountState.MOVING, 1, longAgo, Optional.empty()),
                                account(5, AccountState.ACTIVE, 1)),
                        BRITAIN,
                        List.of(account(1, AccountState.ACTIVE, 1))));
        assertThat(found)
                .extracting(each -> each.region() + " " + each.misplacement().kind())
                .containsExactlyInAnyOrder(
                        "uk TWO_HOMES",
                        "eu-west-1 DIRECTORY_DISAGREES",
                        "eu-west-1 STUCK_MOVE",
                        "eu-west-1 STUCK_MOVE",
                        "eu-west-1 DIRECTORY_DISAGREES");
    }
}
