package io.gatehouse.residency.store;

import static io.gatehouse.residency.Seeds.forAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.residency.store.RegionStore.PutIfAbsent;
import io.gatehouse.residency.store.RegionStore.StoredObject;
import io.gatehouse.residency.sweep.KeyRange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link RegionStore} must do. Each implementation's test extends this. */
abstract class RegionStoreContract {
    private static final int MIB = 1 << 20;
    static final ObjectKey KEY = new ObjectKey("media/ab/cd/abcdef-0.bin");

    RegionStore store;

    /** An empty store. */
    abstract RegionStore newStore() throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        store = newStore();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 8 * MIB, 8 * MIB + 1, 20 * MIB})
    void returnsWhatWasStoredWithItsDigest(int sizeBytes) throws IOException {
        var bytes = bytes(sizeBytes, 1);
        var unknown = store.put(KEY, stream(bytes));
        assertThat(unknown).isEqualTo(new RegionStore.Receipt(sha256(bytes), sizeBytes));
        assertThat(read(KEY)).isEqualTo(bytes);
        var other = bytes(sizeBytes, 2);
        assertThat(store.put(KEY, stream(other), sizeBytes))
                .isEqualTo(new RegionStore.Receipt(sha256(other), sizeBytes));
        assertThat(read(KEY)).isEqualTo(other);
        assertThat(store.head(KEY)).map(StoredObject::sizeBytes).contains((long) sizeBytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 20 * MIB})
    void refusesToReplaceStoredBytes(int sizeBytes) throws IOException {
        var first = bytes(sizeBytes, 1);
        assertThat(store.putIfAbsent(KEY, stream(first), sizeBytes))
                .isEqualTo(new PutIfAbsent.Stored(new RegionStore.Receipt(sha256(first), sizeBytes)));
        assertThat(store.putIfAbsent(KEY, stream(bytes(5, 2)))).isEqualTo(new PutIfAbsent.AlreadyThere());
        assertThat(read(KEY)).isEqualTo(first);
        store.delete(KEY);
        assertThat(store.putIfAbsent(KEY, stream(bytes(5, 2)))).isInstanceOf(PutIfAbsent.Stored.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 9 * MIB})
    void letsExactlyOneOfManyConcurrentPutsWin(int sizeBytes) throws Exception {
        int writers = 6;
        var barrier = new CyclicBarrier(writers);
        try (var threads = Executors.newFixedThreadPool(writers)) {
            var attempts = IntStream.range(0, writers)
                    .<Callable<PutIfAbsent>>mapToObj(i -> () -> {
                        // Opening the stream is what follows the look-up, so that all of them have found nothing.
                        return store.putIfAbsent(KEY, afterAll(barrier, bytes(sizeBytes, i)));
                    })
                    .toList();
            var winners = new ArrayList<String>();
            for (var outcome : threads.invokeAll(attempts))
                if (outcome.get() instanceof PutIfAbsent.Stored stored)
                    winners.add(stored.receipt().sha256());
            assertThat(winners).containsExactly(sha256(read(KEY)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1_000, 9 * MIB, 17 * MIB})
    void leavesNothingVisibleWhenTheStreamFails(int failsAfter) {
        var failing = new SequenceInputStream(stream(bytes(failsAfter, 1)), new BrokenStream());
        assertThatThrownBy(() -> store.put(KEY, failing))
                .isInstanceOf(IOException.class)
                .hasMessage("line cut");
        assertThat(store.head(KEY)).isEmpty();
        assertThat(store.get(KEY)).isEmpty();
        assertThat(store.list("", 10).objects()).isEmpty();
        assertNothingIsLeftBehind();
    }

    @Test
    void keepsTheOldBytesWhenAReplacementFails() throws IOException {
        store.put(KEY, stream(bytes(10, 1)));
        var failing = new SequenceInputStream(stream(bytes(9 * MIB, 2)), new BrokenStream());
        assertThatThrownBy(() -> store.put(KEY, failing)).isInstanceOf(IOException.class);
        assertThat(read(KEY)).isEqualTo(bytes(10, 1));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 9, 11, 9L * MIB, 20L * MIB})
    void refusesAStreamThatIsNotAsLongAsAnnounced(long announced) {
        var bytes = bytes(announced > 100 ? 10 * MIB : 10, 1);
        assertThatThrownBy(() -> store.put(KEY, stream(bytes), announced))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("announced");
        assertThatThrownBy(() -> store.putIfAbsent(KEY, stream(bytes), announced))
                .isInstanceOf(IOException.class);
        assertThat(store.head(KEY)).isEmpty();
    }

    @Test
    void readsRanges() throws IOException {
        var bytes = bytes(1_000, 1);
        store.put(KEY, stream(bytes));
        forAll(50, random -> {
            int offset = random.nextInt(1_200);
            int length = 1 + random.nextInt(1_200);
            var expected = offset >= 1_000
                    ? new byte[0]
                    : java.util.Arrays.copyOfRange(bytes, offset, Math.min(1_000, offset + length));
            try (var range = store.getRange(KEY, offset, length).orElseThrow()) {
                assertThat(range.readAllBytes()).isEqualTo(expected);
            }
        });
        try (var rest = store.getRange(KEY, 990, Long.MAX_VALUE).orElseThrow()) {
            assertThat(rest.readAllBytes()).hasSize(10);
        }
        assertThatThrownBy(() -> store.getRange(KEY, -1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.getRange(KEY, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hasNoRangeOfAMissingObjectAndAnEmptyOneOfAnEmptyObject() throws IOException {
        assertThat(store.getRange(KEY, 0, 1)).isEmpty();
        store.put(KEY, InputStream.nullInputStream());
        try (var range = store.getRange(KEY, 0, 1).orElseThrow()) {
            assertThat(range.readAllBytes()).isEmpty();
        }
    }

    @Test
    void answersEmptyForWhatIsMissing() {
        assertThat(store.get(KEY)).isEmpty();
        assertThat(store.head(KEY)).isEmpty();
        assertThat(store.list("", 10)).isEqualTo(new RegionStore.Page(List.of(), false));
    }

    @Test
    void deletesAsOftenAsAsked() throws IOException {
        store.delete(KEY);
        store.put(KEY, stream(bytes(10, 1)));
        store.delete(KEY);
        assertThat(store.head(KEY)).isEmpty();
        store.delete(KEY);
    }

    @Test
    void listsInOrderOfKeyPageByPage() throws IOException {
        var keys = Stream.of("a-b", "a/b", "a.b", "a0", "B", "ab/x", "ab/y-1", "ab/y/1", "z_/q")
                .map(ObjectKey::new)
                .sorted()
                .toList();
        for (var key : keys) store.put(key, stream(bytes(3, 1)));
        assertThat(store.list("", 1_000).objects())
                .extracting(StoredObject::key)
                .containsExactlyElementsOf(keys);
        for (int limit = 1; limit <= keys.size() + 1; limit++)
            assertThat(pages("", limit)).isEqualTo(keys);
        for (var prefix : List.of("a", "a/", "ab/y", "z_/q", "nothing", "a/b", "a-", "B"))
            assertThat(pages(prefix, 2))
                    .isEqualTo(keys.stream()
                            .filter(k -> k.value().startsWith(prefix))
                            .toList());
        assertThat(store.list("a/b", 1_000).objects()).allMatch(object -> object.sizeBytes() == 3);
        assertThatThrownBy(() -> store.list("", 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.list("", 1_001)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void listsEveryRangeOfKeys() throws IOException {
        var keys = Stream.of("a-b", "a/b", "a0", "ab/x", "ab/y-1", "media/2a", "media/c", "media/zz", "z")
                .map(ObjectKey::new)
                .sorted()
                .toList();
        for (var key : keys) store.put(key, stream(bytes(3, 1)));
        var ends = Stream.concat(
                        keys.stream(), Stream.of("a", "ab", "media/b", "zz").map(ObjectKey::new))
                .map(Optional::of)
                .toList();
        forAll(40, random -> {
            var prefix = List.of("", "a", "ab/", "media/", "nothing").get(random.nextInt(5));
            var after = random.nextInt(4) == 0 ? Optional.<ObjectKey>empty() : ends.get(random.nextInt(ends.size()));
            var to = random.nextInt(4) == 0 ? Optional.<ObjectKey>empty() : ends.get(random.nextInt(ends.size()));
            assertThat(keysOf(store.all(prefix, after, to)))
                    .as("keys with " + prefix + " behind " + after + " up to " + to)
                    .isEqualTo(keys.stream()
                            .filter(key -> key.value().startsWith(prefix))
                            .filter(key -> after.isEmpty() || key.compareTo(after.get()) > 0)
                            .filter(key -> to.isEmpty() || key.compareTo(to.get()) <= 0)
                            .toList());
        });
        var parts = new ArrayList<ObjectKey>();
        for (var range : KeyRange.of("media/", 8)) parts.addAll(keysOf(store.all("media/", range.after(), range.to())));
        assertThat(parts)
                .as("the parts that a sweep lists at once are all of it, each once")
                .isEqualTo(keys.stream()
                        .filter(key -> key.value().startsWith("media/"))
                        .toList());
    }

    private static List<ObjectKey> keysOf(Iterator<StoredObject> objects) {
        var keys = new ArrayList<ObjectKey>();
        objects.forEachRemaining(object -> keys.add(object.key()));
        return keys;
    }

    private List<ObjectKey> pages(String prefix, int limit) {
        var keys = new ArrayList<ObjectKey>();
        var page = store.list(prefix, limit);
        while (true) {
            assertThat(page.objects().size()).isLessThanOrEqualTo(limit);
            page.objects().forEach(object -> keys.add(object.key()));
            if (!page.more()) return keys;
            page = store.list(prefix, keys.getLast(), limit);
        }
    }

    /** Parts, temporary files: whatever a failed put could leave. */
    abstract void assertNothingIsLeftBehind();

    byte[] read(ObjectKey key) throws IOException {
        try (var bytes = store.get(key).orElseThrow()) {
            return bytes.readAllBytes();
        }
    }

    static InputStream stream(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }

    static byte[] bytes(int size, long seed) {
        var bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(Incoming.sha256().digest(bytes));
    }

    private static InputStream afterAll(CyclicBarrier barrier, byte[] bytes) {
        return new ByteArrayInputStream(bytes) {
            private boolean started;

            @Override
            public synchronized int read(byte[] buffer, int offset, int length) {
                if (!started) {
                    started = true;
                    try {
                        barrier.await();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }
                return super.read(buffer, offset, length);
            }

            @Override
            public int readNBytes(byte[] buffer, int offset, int length) {
                read(buffer, offset, 0);
                return super.readNBytes(buffer, offset, length);
            }
        };
    }

    private static final class BrokenStream extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("line cut");
        }
    }
}
