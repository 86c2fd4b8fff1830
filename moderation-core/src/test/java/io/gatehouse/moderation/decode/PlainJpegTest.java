package io.gatehouse.moderation.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.decode.PlainJpeg.Blocks;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PlainJpegTest {
    private static final long PLENTY = 1 << 20;

    private static byte[] plain;

    @BeforeAll
    static void write() throws IOException {
        plain = jpeg(BufferedImage.TYPE_INT_RGB, false);
    }

    private static byte[] jpeg(int type, boolean progressive) throws IOException {
        var out = new ByteArrayOutputStream();
        var writer = ImageIO.getImageWritersByFormatName("jpg").next();
        try (var to = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(to);
            var how = writer.getDefaultWriteParam();
            how.setProgressiveMode(progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
            writer.write(null, new IIOImage(new BufferedImage(40, 30, type), null, null), how);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    /** Where the bytes behind a marker's length begin. */
    private static int behind(byte[] file, int marker) {
        for (int i = 2; i < file.length; i++)
            if ((file[i - 1] & 0xff) == 0xff && (file[i] & 0xff) == marker) return i + 3;
        throw new AssertionError("no marker " + Integer.toHexString(marker));
    }

    @Test
    void whatCamerasWriteIsPlain() {
        assertThat(PlainJpeg.in(plain, PLENTY)).contains(new PlainJpeg(40, 30, new Blocks(2, 2), new Blocks(1, 1)));
    }

    @Test
    void otherKindsAreLeftToTheOtherDecoder() throws IOException {
        assertThat(PlainJpeg.in(jpeg(BufferedImage.TYPE_INT_RGB, true), PLENTY)).isEmpty();
        assertThat(PlainJpeg.in(jpeg(BufferedImage.TYPE_BYTE_GRAY, false), PLENTY))
                .isEmpty();
        assertThat(PlainJpeg.in(plain, 40 * 30 - 1)).isEmpty();
        assertThat(PlainJpeg.in(new byte[0], PLENTY)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0x11, 0x11, 1, 1",
        "0x21, 0x11, 2, 1",
        "0x12, 0x11, 1, 2",
        "0x22, 0x11, 2, 2",
        "0x12, 0x12, 1, 1",
        "0x21, 0x21, 1, 1",
        "0x22, 0x21, 1, 2",
        "0x22, 0x12, 2, 1"
    })
    void coloursMayCoverOneOrTwoPixelsEachWay(String blocks, String colours, int across, int down) {
        byte[] file = plain.clone();
        int frame = behind(file, 0xc0);
        file[frame + 7] = Byte.decode(blocks);
        file[frame + 10] = Byte.decode(colours);
        file[frame + 13] = Byte.decode(colours);
        var found = PlainJpeg.in(file, PLENTY).orElseThrow();
        assertThat(found.across()).isEqualTo(across);
        assertThat(found.down()).isEqualTo(down);
    }

    private static Arguments wrong(String what, Consumer<byte[]> change) {
        return Arguments.of(what, change);
    }

    private static Consumer<byte[]> at(int marker, int offset, int value) {
        return file -> file[behind(file, marker) + offset] = (byte) value;
    }

    private static Stream<Arguments> wrongHeads() {
        int frame = 0xc0;
        int codes = 0xc4;
        int quantisers = 0xdb;
        int scan = 0xda;
        return Stream.of(
                wrong("twelve bits", at(frame, 0, 12)),
                wrong("no rows: they are told behind the picture", file -> {
                    Arrays.fill(file, behind(file, frame) + 1, behind(file, frame) + 3, (byte) 0);
                }),
                wrong("longer than the decoder takes", at(frame, 3, 0xff).andThen(at(frame, 4, 0xff))),
                wrong("four components", at(frame, 5, 4)),
                wrong("red, green and blue", at(frame, 6, 'R')),
                wrong("a sampling of three", at(frame, 7, 0x31)),
                wrong("colours of two kinds", at(frame, 10, 0x21)),
                wrong(
                        "colours finer than brightness",
                        at(frame, 7, 0x12).andThen(at(frame, 10, 0x21)).andThen(at(frame, 13, 0x21))),
                wrong("twelve blocks in a unit", at(frame, 10, 0x22).andThen(at(frame, 13, 0x22))),
                wrong("a quantiser that is not there", at(frame, 8, 3)),
                wrong("a quantiser beyond all", at(frame, 8, 4)),
                wrong("quantisers of words", at(quantisers, 0, 0x10)),
                wrong("quantisers of another length", file -> file[behind(file, quantisers) - 1]--),
                wrong("codes of a fifth table", at(codes, 0, 4)),
                wrong("codes of a third kind", at(codes, 0, 0x20)),
                wrong("more codes than fit", at(codes, 1, 1).andThen(at(codes, 2, 0))),
                wrong("more symbols than the segment has", at(codes, 16, 200)),
                wrong("a constant of thirty bits", at(codes, 17, 30)),
                wrong("codes that are not there", at(scan, 2, 0x30)),
                wrong("codes beyond all", at(scan, 2, 0x04)),
                wrong("a scan of one component", at(scan, 0, 1)),
                wrong("a scan of another order", at(scan, 1, 2)),
                wrong("a scan of some frequencies", at(scan, 8, 5)),
                wrong("a scan of some bits", at(scan, 9, 1)),
                wrong("a segment beyond the end", at(scan, -2, 0xff)),
                wrong("another start", file -> file[1] = 0),
                wrong("a second frame", file -> file[behind(file, codes) - 3] = (byte) frame),
                wrong("arithmetic codes", file -> file[behind(file, frame) - 3] = (byte) 0xc9));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongHeads")
    void whatTheDecoderWouldEndAtIsNotPlain(String what, Consumer<byte[]> change) {
        byte[] file = plain.clone();
        change.accept(file);
        assertThat(PlainJpeg.in(file, PLENTY)).as(what).isEmpty();
    }

    @Test
    void aHeadThatIsCutIsNotPlain() {
        int end = behind(plain, 0xda) + 10;
        assertThat(PlainJpeg.in(Arrays.copyOf(plain, end), PLENTY)).isPresent();
        for (int length = 0; length < end; length++)
            assertThat(PlainJpeg.in(Arrays.copyOf(plain, length), PLENTY))
                    .as("%d bytes", length)
                    .isEmpty();
    }

    @Test
    void adobeSaysHowColoursAreKept() {
        assertThat(PlainJpeg.in(withAdobe(1), PLENTY)).isPresent();
        assertThat(PlainJpeg.in(withAdobe(0), PLENTY)).isEmpty();
        assertThat(PlainJpeg.in(withAdobe(2), PLENTY)).isEmpty();
    }

    private static byte[] withAdobe(int transform) {
        var out = new ByteArrayOutputStream();
        out.write(plain, 0, 2);
        out.writeBytes(new byte[] {(byte) 0xff, (byte) 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0});
        out.write(transform);
        out.write(plain, 2, plain.length - 2);
        return out.toByteArray();
    }
}
