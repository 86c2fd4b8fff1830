package io.gatehouse.moderation.cage;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** HEIF files whose picture and transparency are grids of one tile each, as no tool here writes them. */
final class TiledHeif {
    private static final int WIDTH = 128;
    private static final int HEIGHT = 96;

    private TiledHeif() {}

    /**
     * @param half {@code half.heic}: item 1 is a picture of 128 by 96, item 2 its transparency
     * @param tilesVeil false to leave the transparency in one piece
     */
    static byte[] of(byte[] half, boolean tilesVeil) {
        byte[] mdat = box(half, "mdat", 0);
        int[] lengths = {0xb9b, 0x13};
        byte[] picture = Arrays.copyOfRange(mdat, 8, 8 + lengths[0]);
        byte[] veil = Arrays.copyOfRange(mdat, 8 + lengths[0], 8 + lengths[0] + lengths[1]);
        byte[] grid = bytes(0, 0, 0, 0, 0, WIDTH, 0, HEIGHT);
        byte[][] items = tilesVeil ? new byte[][] {picture, veil, grid, grid} : new byte[][] {picture, veil, grid};
        byte[] head = box(half, "ftyp", 0);
        // Where the data begin is known when all in front of them is as long as it will be.
        int data = head.length + meta(half, items, 0, tilesVeil).length + 8;
        return join(head, meta(half, items, data, tilesVeil), made("mdat", items));
    }

    private static byte[] meta(byte[] half, byte[][] items, int data, boolean tilesVeil) {
        int properties = at(half, "ipco", 0);
        byte[] ipco = Arrays.copyOfRange(
                half, properties, properties + ByteBuffer.wrap(half).getInt(properties));
        var places = new ByteArrayOutputStream();
        var infos = new ByteArrayOutputStream();
        int from = data;
        for (int i = 0; i < items.length; i++) {
            places.writeBytes(ByteBuffer.allocate(14)
                    .putShort((short) (i + 1))
                    .putShort((short) 0)
                    .putShort((short) 1)
                    .putInt(from)
                    .putInt(items[i].length)
                    .array());
            from += items[i].length;
            infos.writeBytes(made("infe", bytes(2, 0, 0, 0, 0, i + 1, 0, 0), ascii(i < 2 ? "hvc1" : "grid"), bytes(0)));
        }
        // 1 to 3: the picture's decoder, size and depth; 4 to 6: those of the transparency; 7: that it is one.
        byte[] owned = tilesVeil
                ? bytes(0, 1, 3, 0x81, 2, 0x83, 0, 2, 3, 0x84, 5, 0x86, 0, 3, 2, 2, 0x83, 0, 4, 3, 5, 0x86, 0x87)
                : bytes(0, 1, 3, 0x81, 2, 0x83, 0, 2, 4, 0x84, 5, 0x86, 0x87, 0, 3, 2, 2, 0x83);
        byte[] tiles = reference("dimg", 3, 1);
        byte[] references = tilesVeil
                ? join(tiles, reference("dimg", 4, 2), reference("auxl", 4, 3))
                : join(tiles, reference("auxl", 2, 3));
        return made(
                "meta",
                bytes(0, 0, 0, 0),
                box(half, "hdlr", 0),
                made("pitm", bytes(0, 0, 0, 0, 0, 3)),
                made("iloc", bytes(0, 0, 0, 0, 0x44, 0, 0, items.length), places.toByteArray()),
                made("iinf", bytes(0, 0, 0, 0, 0, items.length), infos.toByteArray()),
                made("iref", bytes(0, 0, 0, 0), references),
                made("iprp", ipco, made("ipma", bytes(0, 0, 0, 0, 0, 0, 0, items.length), owned)));
    }

    private static byte[] reference(String kind, int from, int to) {
        return made(kind, bytes(0, from, 0, 1, 0, to));
    }

    private static byte[] box(byte[] file, String type, int after) {
        int at = at(file, type, after);
        return Arrays.copyOfRange(file, at, at + ByteBuffer.wrap(file).getInt(at));
    }

    private static int at(byte[] file, String type, int after) {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        return text.indexOf(type, after) - 4;
    }

    private static byte[] made(String type, byte[]... parts) {
        byte[] inside = join(parts);
        return join(ByteBuffer.allocate(4).putInt(8 + inside.length).array(), ascii(type), inside);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) bytes[i] = (byte) values[i];
        return bytes;
    }

    private static byte[] join(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) all.writeBytes(part);
        return all.toByteArray();
    }
}
