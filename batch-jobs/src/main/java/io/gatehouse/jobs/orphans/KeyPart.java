package io.gatehouse.jobs.orphans;

import io.gatehouse.residency.cell.Archive;
import io.gatehouse.residency.cell.CellSweep;
import io.gatehouse.residency.sweep.KeyRange;
import io.gatehouse.residency.sweep.StoreSweep.NamedKeys;
import java.util.List;
import java.util.stream.Stream;

/** A part of the keys under one prefix, and who names them. */
record KeyPart(String prefix, KeyRange range) {
    private static final String MEDIA = "media/";
    /** As many as there are first digits: whoever dies goes through a thirtieth of a store again. */
    private static final int PARTS = 32;

    /** In the order gone through. */
    static final List<KeyPart> ALL =
            Stream.concat(parts(MEDIA), parts(Archive.PREFIX)).toList();

    private static Stream<KeyPart> parts(String prefix) {
        return KeyRange.of(prefix, PARTS).stream().map(range -> new KeyPart(prefix, range));
    }

    NamedKeys named(CellSweep sweep) {
        return prefix.equals(MEDIA) ? sweep::objectKeys : sweep::segmentKeys;
    }
}
