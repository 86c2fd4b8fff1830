package io.gatehouse.moderation.decode;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The head of a JPEG file of the kind that nearly all are: one scan of brightness and two colours, in eight bits, with Huffman codes.
 * Every word of it is checked, so that a decoder that ends its program at a wrong one never meets it; what is otherwise is left to
 * the other decoder, which reads more kinds.
 *
 * @param width in pixels, of what is shown
 * @param blocks of brightness in each unit of the scan, each of 8 by 8 pixels
 * @param colourBlocks of each of the colours there, as many or half as many each way
 * @see <a href="https://www.w3.org/Graphics/JPEG/itu-t81.pdf">ITU-T T.81, annex B</a>
 */
record PlainJpeg(int width, int height, Blocks blocks, Blocks colourBlocks) {
    /** Beside each other and below each other, 1 or 2. */
    record Blocks(int across, int down) {}

    /** Blocks of a unit, at most. */
    private static final int MOST_BLOCKS = 10;

    /** How many columns one column of the colours covers, 1 or 2. */
    int across() {
        return blocks.across / colourBlocks.across;
    }

    /** How many rows one row of them covers, 1 or 2. */
    int down() {
        return blocks.down / colourBlocks.down;
    }

    /** The decoder takes no longer sides. */
    static final int MAX_SIDE = 65_500;

    /**
     * @param maxPixels of the picture
     * @return empty for any other file, whatever it is
     */
    static Optional<PlainJpeg> in(byte[] file, long maxPixels) {
        return new Head(file).read().filter(found -> (long) found.width * found.height <= maxPixels);
    }

    /** Reads segment after segment, up to the first scan. */
    private static final class Head {
        private static final int START = 0xd8;
        private static final int BASELINE = 0xc0;
        private static final int EXTENDED = 0xc1;
        private static final int HUFFMAN_TABLES = 0xc4;
        private static final int QUANTISERS = 0xdb;
        private static final int RESTARTS = 0xdd;
        private static final int SCAN = 0xda;
        private static final int FIRST_APPLICATION = 0xe0;
        private static final int ADOBE = 0xee;
        private static final int LAST_APPLICATION = 0xef;
        private static final int COMMENT = 0xfe;

        private static final int MAX_TABLES = 4;
        private static final int COMPONENTS = 3;

        /** Bytes of Adobe's segment, which says last how colours are kept: 1 for brightness and two colours. */
        private static final int ADOBE_BYTES = 12;

        private static final int BRIGHTNESS_AND_COLOURS = 1;

        private final byte[] file;
        private final boolean[] quantisers = new boolean[MAX_TABLES];
        private final boolean[] constantCodes = new boolean[MAX_TABLES];
        private final boolean[] otherCodes = new boolean[MAX_TABLES];
        private final int[] quantiserOf = new int[COMPONENTS];
        private int at;
        private @Nullable PlainJpeg found;

        Head(byte[] file) {
            this.file = file;
        }

        Optional<PlainJpeg> read() {
            if (file.length < 4 || byteAt(0) != 0xff || byteAt(1) != START) return Optional.empty();
            at = 2;
            while (true) {
                int marker = nextMarker();
                if (marker < 0 || at + 2 > file.length) return Optional.empty();
                int length = wordAt(at) - 2;
                int from = at + 2;
                if (length < 0 || from + length > file.length) return Optional.empty();
                at = from + length;
                if (marker == SCAN) return isPlainScan(from, length) ? Optional.ofNullable(found) : Optional.empty();
                if (!isPlain(marker, from, length)) return Optional.empty();
            }
        }

        private boolean isPlain(int marker, int from, int length) {
            return switch (marker) {
                case BASELINE, EXTENDED -> isPlainFrame(from, length);
                case HUFFMAN_TABLES -> areCodes(from, length);
                case QUANTISERS -> areQuantisers(from, length);
                case RESTARTS -> length == 2;
                case ADOBE -> !isAdobe(from, length) || byteAt(from + ADOBE_BYTES - 1) == BRIGHTNESS_AND_COLOURS;
                case COMMENT -> true;
                default -> marker >= FIRST_APPLICATION && marker <= LAST_APPLICATION;
            };
        }

        private int byteAt(int index) {
            return file[index] & 0xff;
        }

        private int wordAt(int index) {
            return byteAt(index) << 8 | byteAt(index + 1);
        }

        /** Any number of 0xff may stand before it, and nothing else. */
        private int nextMarker() {
            if (at >= file.length || byteAt(at) != 0xff) return -1;
            while (at < file.length && byteAt(at) == 0xff) at++;
            return at < file.length ? byteAt(at++) : -1;
        }

        private boolean isAdobe(int from, int length) {
            if (length < ADOBE_BYTES) return false;
            for (int i = 0; i < 5; i++) if (byteAt(from + i) != "Adobe".charAt(i)) return false;
            return true;
        }

        private boolean isPlainFrame(int from, int length) {
            if (found != null || length != 6 + 3 * COMPONENTS || byteAt(from) != 8 || byteAt(from + 5) != COMPONENTS)
                return false;
            int height = wordAt(from + 1);
            int width = wordAt(from + 3);
            if (height < 1 || width < 1 || height > MAX_SIDE || width > MAX_SIDE) return false;
            for (int i = 0; i < COMPONENTS; i++) {
                int component = from + 6 + 3 * i;
                quantiserOf[i] = byteAt(component + 2);
                // Other names may be red, green and blue.
                if (byteAt(component) != i + 1 || quantiserOf[i] >= MAX_TABLES) return false;
            }
            var blocks = blocks(byteAt(from + 7));
            var colours = blocks(byteAt(from + 10));
            if (!isOneOrTwo(blocks) || !isOneOrTwo(colours) || byteAt(from + 13) != byteAt(from + 10)) return false;
            if (colours.across > blocks.across || colours.down > blocks.down) return false;
            if (blocks.across * blocks.down + 2 * colours.across * colours.down > MOST_BLOCKS) return false;
            found = new PlainJpeg(width, height, blocks, colours);
            return true;
        }

        private static Blocks blocks(int sampling) {
            return new Blocks(sampling >> 4, sampling & 0xf);
        }

        private static boolean isOneOrTwo(Blocks blocks) {
            return blocks.across >= 1 && blocks.across <= 2 && blocks.down >= 1 && blocks.down <= 2;
        }

        private boolean areQuantisers(int from, int length) {
            if (length < 1 || length % 65 != 0) return false;
            for (int table = from; table < from + length; table += 65) {
                // Above the number stands how wide its values are: 0 for bytes.
                if (byteAt(table) >= MAX_TABLES) return false;
                quantisers[byteAt(table)] = true;
            }
            return true;
        }

        private boolean areCodes(int from, int length) {
            int end = from + length;
            int table = from;
            while (table < end) {
                if (table + 17 > end) return false;
                int number = byteAt(table) & 0xf;
                int kind = byteAt(table) >> 4;
                if (number >= MAX_TABLES || kind > 1) return false;
                int symbols = codes(table + 1);
                if (symbols < 0 || table + 17 + symbols > end) return false;
                if (kind == 0 && !areLengths(table + 17, symbols)) return false;
                (kind == 0 ? constantCodes : otherCodes)[number] = true;
                table += 17 + symbols;
            }
            return length > 0;
        }

        /** @return how many codes sixteen counts by length describe; -1 when they are more than fit into these lengths */
        private int codes(int counts) {
            int all = 0;
            int code = 0;
            for (int bits = 1; bits <= 16; bits++) {
                int count = byteAt(counts + bits - 1);
                all += count;
                code += count;
                // The code of ones alone is nobody's.
                if (count > 0 && code >= 1 << bits) return -1;
                code <<= 1;
            }
            return all <= 256 ? all : -1;
        }

        /** Of a constant difference, in bits. */
        private boolean areLengths(int from, int count) {
            for (int i = from; i < from + count; i++) if (byteAt(i) > 11) return false;
            return true;
        }

        private boolean isPlainScan(int from, int length) {
            if (found == null || length != 4 + 2 * COMPONENTS || byteAt(from) != COMPONENTS) return false;
            for (int i = 0; i < COMPONENTS; i++) {
                int component = from + 1 + 2 * i;
                int constant = byteAt(component + 1) >> 4;
                int other = byteAt(component + 1) & 0xf;
                if (byteAt(component) != i + 1 || constant >= MAX_TABLES || other >= MAX_TABLES) return false;
                if (!constantCodes[constant] || !otherCodes[other] || !quantisers[quantiserOf[i]]) return false;
            }
            int last = from + 1 + 2 * COMPONENTS;
            return byteAt(last) == 0 && byteAt(last + 1) == 63 && byteAt(last + 2) == 0;
        }
    }
}
