package io.gatehouse.residency.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.residency.key.FileRegionKey;
import io.gatehouse.residency.key.PersonKey;
import io.gatehouse.residency.key.PersonKeys;
import io.gatehouse.residency.region.RegionId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealingStreamTest {
    private static final int CHUNK = SealingStream.CHUNK_BYTES;

    @TempDir
    Path directory;

    private PersonKey key;

    @BeforeEach
    void makeKey() throws IOException {
        var region = FileRegionKey.openOrCreate(directory.resolve("region.key"), new RegionId("eu-west-1"));
        key = new PersonKeys(region, new SecureRandom()).create(new byte[] {1}).key();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK})
    void sealsWhatOpensAgain(int size) throws Exception {
        byte[] plain = bytes(size);
        var stream = new SealingStream(new ByteArrayInputStream(plain), size, key, "m");
        byte[] sealed = stream.readAllBytes();
        assertThat(stream.sizeBytes()).isEqualTo(size);
        assertThat(stream.sha256())
                .isEqualTo(MessageDigest.getInstance("SHA-256").digest(plain));
        assertThat(open(sealed, "m")).isEqualTo(plain);
    }

    @Test
    void refusesOneByteTooMany() {
        assertThatThrownBy(() -> new SealingStream(new ByteArrayInputStream(bytes(2 * CHUNK + 1)), 2L * CHUNK, key, "m")
                        .readAllBytes())
                .isInstanceOf(SealingStream.TooLargeException.class);
    }

    @Test
    void bindsChunksToTheMediaAndToTheEnd() throws IOException {
        byte[] sealed =
                new SealingStream(new ByteArrayInputStream(bytes(2 * CHUNK)), 2L * CHUNK, key, "m").readAllBytes();
        assertThatThrownBy(() -> open(sealed, "other")).isInstanceOf(IOException.class);
        // Without its last chunk the first claims to be the last, which it is not sealed as.
        byte[] cut = java.util.Arrays.copyOf(sealed, sealed.length / 2);
        assertThatThrownBy(() -> open(cut, "m")).isInstanceOf(IOException.class);
    }

    @Test
    void aByteThatWasChangedDoesNotOpen() throws IOException {
        byte[] sealed = new SealingStream(new ByteArrayInputStream(bytes(100)), 100, key, "m").readAllBytes();
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> open(changed, "m")).isInstanceOf(IOException.class);
        }
    }

    private byte[] open(byte[] sealed, String mediaId) throws IOException {
        try (var opening = new OpeningStream(new ByteArrayInputStream(sealed), key, mediaId)) {
            return opening.readAllBytes();
        }
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
