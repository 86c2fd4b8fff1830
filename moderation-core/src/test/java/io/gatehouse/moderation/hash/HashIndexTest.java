package io.gatehouse.moderation.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.moderation.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HashIndexTest {
    /** Small, so that a test lays out anew many times. */
    private static final int LIVE = 50;

    @TempDir
    Path directory;

    @Test
    void findsWhatBruteForceFindsAtEveryRadius() {
        Seeds.forAll(4, random -> {
            var entries = Made.entries(3_000, random);
            var index = HashIndex.of(entries.iterator(), Runnable::run);
            for (int i = 0; i < 200; i++) assertSame(index, entries, query(entries, random), random.nextInt(32));
        });
    }

    @Test
    void findsTheLastBitOfTheRadiusAndNotOneMore() {
        var random = new SplittableRandom(1);
        var known = Made.random(random);
        var index = new HashIndex(Runnable::run);
        index.add(known, 7);
        for (int radius = 0; radius <= 31; radius++) {
            // One bit here, one bit there: as evenly over all bands as bits can be.
            var edge = known;
            for (int bit = 0; bit < radius; bit++) edge = Made.flip(edge, bit * 8);
            assertEquals(
                    List.of(new NearHash(known, radius, 7)),
                    index.find(edge, radius, 10).found());
            if (radius > 0)
                assertEquals(List.of(), index.find(edge, radius - 1, 10).found());
        }
    }

    /** Ten million bits of tables: the layout for many hashes, with few of them. */
    @Test
    @Tag("long")
    void theLayoutOfMillionsFindsWhatBruteForceFinds() {
        var random = new SplittableRandom(2);
        var made = new MadeMany(3_100_000, 11);
        var index = HashIndex.of(made.iterator(), Runnable::run);
        for (int i = 0; i < 300; i++) {
            var wanted = Made.flipped(made.hash(random.nextInt(made.count())), random.nextInt(40), random);
            assertSame(index, made, wanted, random.nextInt(32));
        }
    }

    private record MadeMany(int count, long seed) implements Iterable<OwnedHash> {
        PdqHash hash(int number) {
            var random = new SplittableRandom(seed + number);
            return number % 3 > 0 ? Made.random(random) : Made.flipped(PdqHash.EMPTY, random.nextInt(60), random);
        }

        @Override
        public Iterator<OwnedHash> iterator() {
            return IntStream.range(0, count)
                    .mapToObj(number -> new OwnedHash(hash(number), number))
                    .iterator();
        }
    }

    @Test
    void findsAndForgetsAtOnceWhateverWasLaidOutAnew() {
        Seeds.forAll(3, random -> {
            var entries = Made.entries(400, random);
            var first = entries.subList(0, 200);
            var index = new HashIndex(HashIndex.of(first.iterator()), Runnable::run, LIVE);
            var model = new LinkedHashSet<>(first);
            for (int i = 0; i < 1_000; i++) {
                var entry = entries.get(random.nextInt(entries.size()));
                if (random.nextBoolean()) assertEquals(model.add(entry), index.add(entry.hash(), entry.owner()));
                else assertEquals(model.remove(entry), index.remove(entry.hash(), entry.owner()));
                assertSame(index, model, random.nextInt(4) == 0 ? query(entries, random) : entry.hash(), 31);
                assertEquals(model.size(), index.size());
            }
        });
    }

    /** Changes meet every moment of laying out; whoever searches meanwhile finds what nobody takes off. */
    @Test
    void losesNothingWhileItIsLaidOutByAnotherThread() throws Exception {
        var random = new SplittableRandom(3);
        var kept = new OwnedHash(Made.random(random), -1);
        var entries = Made.entries(2_000, random);
        var model = new LinkedHashSet<OwnedHash>();
        var done = new AtomicBoolean();
        try (var threads = Executors.newFixedThreadPool(2)) {
            var index = new HashIndex(HashIndex.of(List.of(kept).iterator()), threads, LIVE);
            model.add(kept);
            var reader = Executors.newSingleThreadExecutor();
            var reading = reader.submit(() -> {
                int searches = 0;
                for (; !done.get(); searches++)
                    assertTrue(index.find(kept.hash(), 5, 10).found().contains(new NearHash(kept.hash(), 0, -1)));
                return searches;
            });
            for (int i = 0; i < 8_000; i++) {
                var entry = entries.get(random.nextInt(entries.size()));
                if (random.nextBoolean()) assertEquals(model.add(entry), index.add(entry.hash(), entry.owner()));
                else assertEquals(model.remove(entry), index.remove(entry.hash(), entry.owner()));
            }
            done.set(true);
            assertTrue(reading.get(1, TimeUnit.MINUTES) > 0);
            reader.close();
            for (int i = 0; i < 200; i++) assertSame(index, model, query(entries, random), 31);
            assertEquals(model.size(), index.size());
        }
    }

    /** A change is true for the next search, and an entry is never in two parts, whatever is exchanged in between. */
    @Test
    void whatIsPutBackWhileItIsLaidOutIsFoundOnce() throws Exception {
        var random = new SplittableRandom(8);
        var toggled = Made.entries(100, random);
        var done = new AtomicBoolean();
        try (var threads = Executors.newFixedThreadPool(2);
                var reader = Executors.newSingleThreadExecutor()) {
            var index = new HashIndex(HashIndex.of(toggled.iterator()), threads, LIVE);
            var reading = reader.submit(() -> {
                for (int i = 0; !done.get(); i++) {
                    var found = index.find(toggled.get(i % toggled.size()).hash(), 31, 1_000)
                            .found();
                    assertEquals(Set.copyOf(found).size(), found.size(), "an entry was found twice");
                }
                return true;
            });
            try {
                for (int i = 0; i < 20_000; i++) {
                    var entry = toggled.get(random.nextInt(toggled.size()));
                    var near = new NearHash(entry.hash(), 0, entry.owner());
                    boolean there = !index.remove(entry.hash(), entry.owner());
                    if (there) assertTrue(index.add(entry.hash(), entry.owner()));
                    var found = index.find(entry.hash(), 0, 1_000).found();
                    assertEquals(there ? 1 : 0, Collections.frequency(found, near));
                }
            } finally {
                done.set(true);
            }
            assertTrue(reading.get(1, TimeUnit.MINUTES));
        }
    }

    @Test
    void oneHashOfManyOwnersIsOneRow() {
        var hash = Made.random(new SplittableRandom(4));
        var entries = new ArrayList<OwnedHash>();
        for (int owner = 99; owner >= 0; owner--) entries.add(new OwnedHash(hash, owner));
        entries.add(new OwnedHash(hash, 5));
        assertEquals(1, HashIndex.of(entries.iterator()).rows());
        var index = HashIndex.of(entries.iterator(), Runnable::run);
        assertEquals(100, index.size());
        assertTrue(index.remove(hash, 50));
        assertFalse(index.remove(hash, 50));
        assertFalse(index.remove(hash, 100));
        assertEquals(99, index.find(hash, 0, 1_000).found().size());
    }

    @Test
    void saysWhenThereIsMoreAndGivesTheNearest() {
        var random = new SplittableRandom(5);
        var centre = Made.random(random);
        var entries = new ArrayList<OwnedHash>();
        for (int owner = 0; owner < 5_000; owner++)
            entries.add(new OwnedHash(Made.flipped(centre, random.nextInt(32), random), owner));
        var index = HashIndex.of(entries.subList(0, 4_950).iterator(), Runnable::run);
        entries.subList(4_950, 5_000).forEach(entry -> index.add(entry.hash(), entry.owner()));
        var all = Made.bruteForce(entries, centre, 31);
        var some = index.find(centre, 31, 1_000);
        assertTrue(some.truncated());
        assertEquals(all.subList(0, 1_000), some.found());
        var few = Made.bruteForce(entries, centre, 2);
        assertEquals(new NearHashes(few, false), index.find(centre, 2, few.size()));
    }

    @Test
    void refusesWhatItCannotAnswer() {
        var index = new HashIndex(Runnable::run);
        assertThrows(IllegalArgumentException.class, () -> index.find(PdqHash.EMPTY, 32, 10));
        assertThrows(IllegalArgumentException.class, () -> index.find(PdqHash.EMPTY, -1, 10));
        assertThrows(IllegalArgumentException.class, () -> index.find(PdqHash.EMPTY, 31, 0));
        assertThrows(IllegalArgumentException.class, () -> index.find(PdqHash.EMPTY, 31, 1_001));
    }

    @Test
    void startsAgainFromASnapshotAndTheChangesSince() throws IOException {
        var random = new SplittableRandom(6);
        var entries = Made.entries(1_000, random);
        var index = HashIndex.of(entries.subList(0, 500).iterator(), Runnable::run);
        entries.subList(500, 600).forEach(it -> index.add(it.hash(), it.owner()));
        entries.subList(0, 50).forEach(it -> index.remove(it.hash(), it.owner()));
        var file = directory.resolve("hashes");
        index.save(file, 42);
        for (var snapshot : List.of(HashSnapshot.read(file), HashSnapshot.map(file))) {
            assertEquals(42, snapshot.position());
            var again = HashIndex.of(snapshot, Runnable::run);
            var model = new ArrayList<>(entries.subList(50, 600));
            for (int i = 0; i < 100; i++) assertSame(again, model, query(entries, random), 31);
            entries.subList(600, 700).forEach(it -> again.add(it.hash(), it.owner()));
            again.remove(entries.get(300).hash(), 300);
            model.addAll(entries.subList(600, 700));
            model.remove(entries.get(300));
            for (int i = 0; i < 100; i++) assertSame(again, model, query(entries, random), 31);
        }
        assertFalse(Files.exists(directory.resolve("hashes.partial")));
    }

    @Test
    void refusesAFileOfWhichOneByteChanged() throws IOException {
        var random = new SplittableRandom(7);
        var file = directory.resolve("hashes");
        HashIndex.of(Made.entries(100, random).iterator(), Runnable::run).save(file, 1);
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < 60; i++) {
            int at = i < 48 ? i : BaseLayout.HEADER_BYTES + random.nextInt(whole.length - BaseLayout.HEADER_BYTES);
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            refused(file, damaged);
        }
        refused(file, Arrays.copyOf(whole, whole.length - 1));
        refused(file, Arrays.copyOf(whole, whole.length + 1));
        refused(file, Arrays.copyOf(whole, 100));
        refused(file, new byte[0]);
        Files.write(file, whole);
        assertEquals(1, HashSnapshot.read(file).position());
    }

    private static void refused(Path file, byte[] bytes) throws IOException {
        Files.write(file, bytes);
        var said = assertThrows(HashSnapshot.DamagedException.class, () -> HashSnapshot.read(file))
                .getMessage();
        assertTrue(said.startsWith("hashes ") && said.endsWith("; build the index again"), said);
        assertThrows(HashSnapshot.DamagedException.class, () -> HashSnapshot.map(file));
    }

    private static PdqHash query(List<OwnedHash> entries, RandomGenerator random) {
        return random.nextInt(4) == 0
                ? Made.random(random)
                : Made.flipped(Made.pick(entries, random), random.nextInt(36), random);
    }

    private static void assertSame(HashIndex index, Iterable<OwnedHash> entries, PdqHash wanted, int radius) {
        var expected = new ArrayList<>(Set.copyOf(Made.bruteForce(entries, wanted, radius)));
        expected.sort(NearHash.ORDER);
        boolean truncated = expected.size() > HashIndex.MAX_FOUND;
        assertEquals(
                new NearHashes(truncated ? expected.subList(0, HashIndex.MAX_FOUND) : expected, truncated),
                index.find(wanted, radius, HashIndex.MAX_FOUND));
    }
}
