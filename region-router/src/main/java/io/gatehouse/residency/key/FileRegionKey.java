package io.gatehouse.residency.key;

import io.gatehouse.residency.region.RegionId;
import java.nio.file.Path;

/** The embedded default: a region's key in a file that only its owner may read. */
public final class FileRegionKey implements RegionKey {
    private FileRegionKey() {}

    /** Opens the file, creating it first where there is none. */
    public static FileRegionKey openOrCreate(Path file, RegionId region) {
        if (file.toString().isEmpty()) throw new UnsupportedOperationException(region.value());
        return new FileRegionKey();
    }

    @Override
    public String keyId() {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte[] wrap(byte[] personKey, byte[] context) {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte[] unwrap(byte[] wrapped, byte[] context) {
        throw new UnsupportedOperationException();
    }
}
