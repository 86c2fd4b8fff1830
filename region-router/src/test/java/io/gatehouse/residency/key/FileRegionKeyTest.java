package io.gatehouse.residency.key;

import static io.gatehouse.residency.Seeds.forAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.residency.region.RegionId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRegionKeyTest {
    private static final RegionId IRELAND = new RegionId("eu-west-1");
    private static final byte[] PERSON_KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CONTEXT = "person/1".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path directory;

    private Path file;
    private byte[] wrapped;

    @BeforeEach
    void createAKey() throws IOException {
        file = directory.resolve("keys/eu-west-1.key");
        wrapped = FileRegionKey.openOrCreate(file, IRELAND).wrap(PERSON_KEY, CONTEXT);
    }

    @Test
    void unwrapsAfterARestart() throws IOException {
        var reopened = FileRegionKey.openOrCreate(file, IRELAND);
        assertThat(reopened.keyId()).isEqualTo("eu-west-1/1");
        assertThat(reopened.unwrap(wrapped, CONTEXT)).isEqualTo(PERSON_KEY);
        assertThat(FileRegionKey.open(file, IRELAND).unwrap(wrapped, CONTEXT)).isEqualTo(PERSON_KEY);
    }

    @Test
    void isReadableByItsOwnerOnlyAndLeavesNoOtherFile() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void wrapsWithTheNewKeyAndOpensWhatOlderOnesWrappedAfterRotation() throws IOException {
        var rotated = FileRegionKey.rotate(file, IRELAND);
        assertThat(rotated.keyId()).isEqualTo("eu-west-1/2");
        assertThat(rotated.unwrap(wrapped, CONTEXT)).isEqualTo(PERSON_KEY);
        var newer = rotated.wrap(PERSON_KEY, CONTEXT);
        assertThat(FileRegionKey.open(file, IRELAND).unwrap(newer, CONTEXT)).isEqualTo(PERSON_KEY);
        assertThat(FileRegionKey.rotate(file, IRELAND).keyId()).isEqualTo("eu-west-1/3");
        isReadableByItsOwnerOnlyAndLeavesNoOtherFile();
    }

    @Test
    void refusesAFileThatOthersMayRead() throws IOException {
        for (var permissions : new String[] {"rw-r-----", "rw----r--", "rw--w----", "rwx------"}) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
            assertThatThrownBy(() -> FileRegionKey.openOrCreate(file, IRELAND))
                    .isInstanceOf(KeyRefusedException.class)
                    .hasMessageContaining("may be read or used by others (" + permissions);
        }
    }

    @Test
    void refusesTheKeyOfAnotherRegion() {
        assertThatThrownBy(() -> FileRegionKey.openOrCreate(file, new RegionId("us-east-1")))
                .isInstanceOf(KeyRefusedException.class)
                .hasMessageContaining("is the key of eu-west-1, not of us-east-1");
    }

    @Test
    void refusesAnyDamage() throws IOException {
        var good = Files.readAllBytes(file);
        forAll(300, random -> {
            var damaged = good.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
            Files.write(file, damaged);
            assertThatThrownBy(() -> FileRegionKey.openOrCreate(file, IRELAND))
                    .isInstanceOf(KeyRefusedException.class)
                    .hasMessageContaining("the region key " + file);
        });
        Files.write(file, new byte[0]);
        assertThatThrownBy(() -> FileRegionKey.openOrCreate(file, IRELAND)).hasMessageContaining("cut short");
        Files.write(file, new byte[2 << 20]);
        assertThatThrownBy(() -> FileRegionKey.openOrCreate(file, IRELAND)).hasMessageContaining("larger than");
    }

    @Test
    void neverMakesANewKeyWhereOneIsExpected() throws IOException {
        Files.delete(file);
        assertThatThrownBy(() -> FileRegionKey.open(file, IRELAND))
                .isInstanceOf(KeyRefusedException.class)
                .hasMessageContaining("is missing");
        assertThat(file).doesNotExist();
    }

    @Test
    void agreesOnOneKeyWhenManyStartAtOnce() throws Exception {
        var fresh = directory.resolve("race.key");
        try (var threads = Executors.newFixedThreadPool(8)) {
            var starts = IntStream.range(0, 8)
                    .<Callable<FileRegionKey>>mapToObj(_ -> () -> FileRegionKey.openOrCreate(fresh, IRELAND))
                    .toList();
            var keys = threads.invokeAll(starts);
            var first = keys.getFirst().get().wrap(PERSON_KEY, CONTEXT);
            for (var key : keys) assertThat(key.get().unwrap(first, CONTEXT)).isEqualTo(PERSON_KEY);
        }
    }
}
