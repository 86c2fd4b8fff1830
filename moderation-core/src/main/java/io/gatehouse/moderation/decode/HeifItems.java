package io.gatehouse.moderation.decode;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjIntConsumer;

/**
 * What the items of a HEIF file are to each other, which the decoding library does not tell: whose transparency one is, and whose
 * thumbnail. Data that cannot be read tell nothing.
 *
 * @see <a href="https://www.iso.org/standard/83650.html">ISO/IEC 23008-12</a>
 */
final class HeifItems {
    /** What an auxiliary picture is, in HEVC's word and in that of all others; depth maps have other names. */
    private static final Set<String> ALPHA =
            Set.of("urn:mpeg:hevc:2015:auxid:1", "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha");

    /** Properties and references of one file; a photograph of a hundred tiles has a few hundred. */
    private static final int MAX_ENTRIES = 20_000;

    private final ByteBuffer file;
    private final Set<Integer> thumbnails = new HashSet<>();
    private final Map<Integer, Integer> auxiliaries = new HashMap<>();
    private final Set<Integer> alphas = new HashSet<>();
    private final List<Boolean> properties = new ArrayList<>();
    private int left = MAX_ENTRIES;

    private HeifItems(byte[] file) {
        this.file = ByteBuffer.wrap(file);
    }

    /**
     * Also takes the mark of thumbnails out of the bytes, since the decoding library refuses files in which it does not know the
     * thumbnail.
     */
    static HeifItems unmark(byte[] file) {
        var items = new HeifItems(file);
        try {
            items.boxes(0, file.length, (type, at) -> {
                if (type.equals("meta")) items.boxes(at + 12, items.end(at), items::meta);
            });
        } catch (IndexOutOfBoundsException | IllegalArgumentException _) {
            // The demuxer says what is wrong with it, if anything is.
        }
        return items;
    }

    boolean isThumbnail(int item) {
        return thumbnails.contains(item);
    }

    /** Whether an item is some other one's transparency. */
    boolean isAlpha(int item) {
        return alphas.contains(item) && auxiliaries.containsKey(item);
    }

    /** Whether an item is another one's transparency. */
    boolean isAlphaOf(int item, int of) {
        return alphas.contains(item) && auxiliaries.getOrDefault(item, -1) == of;
    }

    private int end(int at) {
        long size = file.getInt(at) & 0xffffffffL;
        if (size == 1) size = file.getLong(at + 8);
        // What runs beyond the file, or over, ends nowhere: who asks stops there.
        return Math.clamp(size == 0 ? file.limit() : at + size, 0, Integer.MAX_VALUE);
    }

    private void boxes(int from, int to, ObjIntConsumer<String> each) {
        for (int at = from; at + 8 <= to && left-- > 0; ) {
            int end = end(at);
            if (end < at + 8 || end > to) return;
            each.accept(type(at), at);
            at = end;
        }
    }

    private String type(int at) {
        return string(at + 4, 4);
    }

    private String string(int at, int length) {
        var bytes = new byte[length];
        file.get(at, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private void meta(String type, int at) {
        switch (type) {
            case "iref" -> {
                boolean wide = file.get(at + 8) != 0;
                boxes(at + 12, end(at), (kind, reference) -> reference(kind, reference, wide));
            }
            case "iprp" -> boxes(at + 8, end(at), this::property);
            default -> {}
        }
    }

    private void reference(String kind, int at, boolean wide) {
        int from = wide ? file.getInt(at + 8) : file.getShort(at + 8) & 0xffff;
        int to = wide ? file.getInt(at + 14) : file.getShort(at + 12) & 0xffff;
        if (kind.equals("thmb")) {
            thumbnails.add(from);
            file.put(at + 4, (byte) 'x');
        }
        if (kind.equals("auxl")) auxiliaries.put(from, to);
    }

    private void property(String type, int at) {
        if (type.equals("ipco"))
            boxes(at + 8, end(at), (kind, property) -> properties.add(kind.equals("auxC") && saysAlpha(property)));
        if (type.equals("ipma")) associations(at);
    }

    private boolean saysAlpha(int at) {
        String name = string(at + 12, end(at) - at - 12);
        int zero = name.indexOf('\0');
        return ALPHA.contains(zero < 0 ? name : name.substring(0, zero));
    }

    private void associations(int at) {
        boolean wide = file.get(at + 8) != 0;
        boolean longIndexes = (file.get(at + 11) & 1) != 0;
        int entries = file.getInt(at + 12);
        int next = at + 16;
        for (int i = 0; i < entries && left-- > 0; i++) {
            int item = wide ? file.getInt(next) : file.getShort(next) & 0xffff;
            next += wide ? 4 : 2;
            int count = file.get(next++) & 0xff;
            for (int j = 0; j < count; j++) {
                int index = longIndexes ? file.getShort(next) & 0x7fff : file.get(next) & 0x7f;
                next += longIndexes ? 2 : 1;
                if (index >= 1 && index <= properties.size() && properties.get(index - 1)) alphas.add(item);
            }
        }
    }
}
