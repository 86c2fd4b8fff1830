package io.gatehouse.residency.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NeedlesTest {
    private static final String WORD = "bcdfghjkmnpqrtvw";
    private static final String TEXT = "some words before canary-GP-" + WORD + "-17 and after";

    private final Needles needles = Needles.inAnyForm(List.of("zzzzzzzzzzzzzzzz", WORD));

    @Test
    void findsAWordInEveryFormAtEveryOffset() {
        for (int cut = 0; cut < 12; cut++) {
            var text = TEXT.substring(cut);
            var bytes = text.getBytes(StandardCharsets.UTF_8);
            assertThat(needles.firstIn(bytes)).contains(WORD + " (plain)");
            assertThat(needles.firstIn(text.toUpperCase().getBytes())).contains(WORD + " (upper case)");
            assertThat(needles.firstIn(text.getBytes(StandardCharsets.UTF_16LE)))
                    .isPresent();
            assertThat(needles.firstIn(text.getBytes(StandardCharsets.UTF_16BE)))
                    .isPresent();
            assertThat(needles.firstIn(HexFormat.of().formatHex(bytes).getBytes()))
                    .contains(WORD + " (hex)");
            assertThat(needles.firstIn(
                            HexFormat.of().withUpperCase().formatHex(bytes).getBytes()))
                    .contains(WORD + " (HEX)");
            assertThat(needles.firstIn(Base64.getEncoder().encode(bytes))).isPresent();
            assertThat(needles.firstIn(Base64.getUrlEncoder().withoutPadding().encode(bytes)))
                    .isPresent();
        }
    }

    @Test
    void findsAWordThatLiesAcrossTwoReads() throws IOException {
        var word = WORD.getBytes(StandardCharsets.UTF_8);
        for (int before = (1 << 20) - 20; before < (1 << 20) + 4; before++) {
            var bytes = new byte[before + word.length + 100];
            System.arraycopy(word, 0, bytes, before, word.length);
            assertThat(needles.firstIn(new ByteArrayInputStream(bytes))).isPresent();
        }
    }

    @Test
    void findsNothingInRandomBytes() throws IOException {
        var bytes = new byte[8 << 20];
        new Random(1).nextBytes(bytes);
        assertThat(needles.firstIn(new ByteArrayInputStream(bytes))).isEmpty();
    }
}
