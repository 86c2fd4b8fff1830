package io.gatehouse.residency.log;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Up to 256 entries in one file, each after two bytes of length, big-endian (C2SP tlog-tiles). */
final class EntryBundle {
    private EntryBundle() {}

    static byte[] write(List<byte[]> entries) {
        var out = new ByteArrayOutputStream();
        for (var entry : entries) {
            out.write(entry.length >>> 8);
            out.write(entry.length);
            out.writeBytes(entry);
        }
        return out.toByteArray();
    }

    /** @throws IllegalArgumentException when the bytes end inside an entry */
    static List<byte[]> read(byte[] bundle) {
        var entries = new ArrayList<byte[]>();
        int at = 0;
        while (at < bundle.length) {
            if (at + 2 > bundle.length) throw new IllegalArgumentException("ends inside a length");
            int length = ((bundle[at] & 0xff) << 8) | (bundle[at + 1] & 0xff);
            at += 2;
            if (at + length > bundle.length)
                throw new IllegalArgumentException("ends inside entry number " + entries.size() + " of the bundle");
            entries.add(Arrays.copyOfRange(bundle, at, at + length));
            at += length;
        }
        return entries;
    }
}
