package io.gatehouse.moderation.decode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The pages of a TIFF file, and which of them the decoding library reads: of tiles, and of JPEG data, it makes black pictures without
 * a word.
 *
 * @see <a href="https://www.itu.int/itudoc/itu-t/com16/tiff-fx/docs/tiff6.pdf">TIFF, revision 6.0</a>
 */
final class TiffPages {
    /** Pages that are looked at: more than people share as pictures. */
    static final int MAX_PAGES = 100;

    private static final int COMPRESSION = 259;
    private static final int TILE_WIDTH = 322;

    /** Old and new JPEG. */
    private static final Set<Integer> NOT_READ = Set.of(6, 7);

    private final ByteBuffer file;
    private final byte[] bytes;
    private final List<Integer> begins = new ArrayList<>();
    private final List<Boolean> readable = new ArrayList<>();
    private boolean more;

    private TiffPages(byte[] bytes) {
        this.bytes = bytes.clone();
        file = ByteBuffer.wrap(this.bytes);
        file.order(bytes[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    }

    /** Never fails: where the file cannot be read, its pages end; the first is left to the decoding library. */
    static TiffPages of(byte[] bytes) {
        var pages = new TiffPages(bytes);
        try {
            pages.read();
        } catch (IndexOutOfBoundsException _) {
            if (pages.readable.isEmpty()) pages.readable.add(true);
        }
        return pages;
    }

    private void read() {
        for (int at = file.getInt(4); at > 0; ) {
            if (readable.size() == MAX_PAGES) {
                more = true;
                return;
            }
            int entries = file.getShort(at) & 0xffff;
            int next = at + 2 + 12 * entries;
            boolean known = true;
            for (int entry = at + 2; entry < next; entry += 12) {
                int tag = file.getShort(entry) & 0xffff;
                if (tag == TILE_WIDTH) known = false;
                if (tag == COMPRESSION && NOT_READ.contains(file.getShort(entry + 8) & 0xffff)) known = false;
            }
            begins.add(at);
            readable.add(known);
            at = file.getInt(next);
        }
    }

    int count() {
        return Math.max(1, readable.size());
    }

    /** Whether there are more than are counted. */
    boolean hasMore() {
        return more;
    }

    /**
     * The file as if it began with a page: valid until the next call.
     *
     * @param page from 0
     */
    byte[] from(int page) {
        if (!begins.isEmpty()) file.putInt(4, begins.get(page));
        return bytes;
    }

    /** @param page from 0 */
    boolean isRead(int page) {
        return readable.isEmpty() || readable.get(page);
    }
}
