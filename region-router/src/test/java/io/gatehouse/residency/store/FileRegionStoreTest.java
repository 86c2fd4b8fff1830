package io.gatehouse.residency.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.store.RegionStore.StoreUnavailableException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileRegionStoreTest extends RegionStoreContract {
    private static final RegionId IRELAND = new RegionId("eu-west-1");

    @TempDir
    Path root;

    private final RecordingDurability durability = new RecordingDurability();

    @Override
    RegionStore newStore() throws IOException {
        return FileRegionStore.open(IRELAND, root, durability);
    }

    @Override
    void assertNothingIsLeftBehind() {
        assertThat(root.resolve("incoming")).isEmptyDirectory();
    }

    @Test
    void forcesTheFileThenEveryNewDirectoryAndTheNameBeforeAPutReturns() throws IOException {
        durability.calls.clear();
        store.put(new ObjectKey("m/ab/1"), stream(bytes(10, 1)));
        assertThat(durability.calls)
                .containsExactly("file 10", "directory objects", "directory objects/m", "directory objects/m/ab");
        durability.calls.clear();
        store.putIfAbsent(new ObjectKey("m/ab/2"), stream(bytes(20, 1)));
        assertThat(durability.calls).containsExactly("file 20", "directory objects/m/ab");
        durability.calls.clear();
        store.delete(new ObjectKey("m/ab/2"));
        assertThat(durability.calls).containsExactly("directory objects/m/ab");
    }

    /** S3 allows it too; the test server, which maps keys to files more simply than we do, does not. */
    @Test
    void keepsAKeyThatIsTheBeginningOfAnother() throws IOException {
        var keys =
                Stream.of("a", "a-b", "a/b", "a/b/c", "a0").map(ObjectKey::new).toList();
        for (var key : keys) store.put(key, stream(key.value().getBytes(StandardCharsets.US_ASCII)));
        for (var key : keys) assertThat(read(key)).asString().isEqualTo(key.value());
        assertThat(store.list("a", 10).objects())
                .extracting(RegionStore.StoredObject::key)
                .containsExactlyElementsOf(keys);
        assertThat(store.list("a/b", keys.get(2), 10).objects()).hasSize(1);
    }

    @Test
    void forcesTheFileBeforeItsNameIsVisible() throws IOException {
        durability.onFile = () -> assertThat(store.list("", 10).objects()).isEmpty();
        store.put(KEY, stream(bytes(10, 1)));
        store.delete(KEY);
        store.putIfAbsent(KEY, stream(bytes(10, 1)));
        assertThat(durability.calls).contains("file 10");
    }

    @Test
    void isUnavailableAndLeavesNothingWhenTheDiskIsFull() {
        durability.onFile = () -> {
            throw new IOException("No space left on device");
        };
        assertThatThrownBy(() -> store.put(KEY, stream(bytes(1_000, 1))))
                .isInstanceOf(StoreUnavailableException.class)
                .hasRootCauseMessage("No space left on device");
        assertThatThrownBy(() -> store.putIfAbsent(KEY, stream(bytes(1_000, 1))))
                .isInstanceOf(StoreUnavailableException.class);
        assertThat(store.head(KEY)).isEmpty();
        assertNothingIsLeftBehind();
    }

    @Test
    void clearsWhatACrashLeft() throws IOException {
        store.put(KEY, stream(bytes(10, 1)));
        Files.writeString(root.resolve("incoming/half-written"), "x");
        store.close();
        try (var reopened = newStore()) {
            assertNothingIsLeftBehind();
            assertThat(reopened.head(KEY)).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "/a", "a/", "a//b", "..", "a/../b", "a/./b", ".hidden", "a b", "a~", "é", "a\\b", "a\n", "user@x"
            })
    void refusesWhatIsNoObjectKey(String key) {
        assertThatThrownBy(() -> new ObjectKey(key)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesKeysThatAreTooLong() {
        assertThat(new ObjectKey("a/".repeat(255) + "ab").value()).hasSize(512);
        assertThatThrownBy(() -> new ObjectKey("a/".repeat(256) + "a")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ObjectKey("a".repeat(201))).isInstanceOf(IllegalArgumentException.class);
    }

    private interface Action {
        void run() throws IOException;
    }

    /** Counts what is forced, and fails where a test wants it to. */
    private final class RecordingDurability implements Durability {
        private final List<String> calls = new ArrayList<>();
        private Action onFile = () -> {};

        @Override
        public synchronized void syncFile(FileChannel file) throws IOException {
            onFile.run();
            calls.add("file " + file.size());
            Durability.fsync().syncFile(file);
        }

        @Override
        public synchronized void syncDirectory(Path directory) throws IOException {
            calls.add("directory " + root.relativize(directory));
            Durability.fsync().syncDirectory(directory);
        }
    }
}
