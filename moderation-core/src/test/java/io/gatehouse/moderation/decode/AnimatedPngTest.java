package io.gatehouse.moderation.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AnimatedPngTest {
    private static byte[] moving() throws IOException {
        try (var in = AnimatedPngTest.class.getResourceAsStream("/io/gatehouse/moderation/cage/grey-instead.png")) {
            return in.readAllBytes();
        }
    }

    private static int at(byte[] file, String chunk) {
        return new String(file, StandardCharsets.ISO_8859_1).indexOf(chunk);
    }

    @Test
    void onesThatMoveAreFound() throws IOException {
        assertThat(AnimatedPng.in(moving()).moves()).isTrue();
        assertThat(AnimatedPng.in(Arrays.copyOf(moving(), at(moving(), "acTL"))).moves())
                .isFalse();
    }

    /** The decoding library would take a GiB for it. */
    @Test
    void aChunkThatIsLongerThanTheFileMovesNothing() throws IOException {
        for (String chunk : new String[] {"acTL", "fcTL", "fdAT"}) {
            byte[] file = moving();
            ByteBuffer.wrap(file).putInt(at(file, chunk) - 4, 1 << 30);
            assertThat(AnimatedPng.in(file).moves()).as(chunk).isFalse();
        }
        assertThat(AnimatedPng.in(new byte[0]).moves()).isFalse();
    }
}
