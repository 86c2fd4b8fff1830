package io.gatehouse.residency.region;

import java.util.Locale;

/** What a store of objects may enforce by itself, whoever asks it. */
public enum StoreGuarantee {
    /** Objects are encrypted with the cell's own key of a key service; Gatehouse's seals come on top. */
    ENCRYPTION,
    /** Bytes that do not have the checksum they were sent with are refused; those read back are compared again. */
    CHECKSUMS,
    /** What is replaced or deleted is kept as an older version until that is deleted too. */
    VERSIONING,
    /** An object cannot be deleted before a date. */
    RETENTION,
    /** An object cannot be deleted while a hold is on it. */
    LEGAL_HOLD,
    /** Of several who store under one key unless it is taken, one does. */
    CONDITIONAL_WRITES,
    /** The store itself says where it is, and that was compared. */
    LOCATION;

    /** As configuration and answers spell it. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when there is none of this name */
    public static StoreGuarantee of(String id) {
        for (var guarantee : values()) if (guarantee.id().equals(id)) return guarantee;
        throw new IllegalArgumentException("unknown guarantee '" + id + "'");
    }
}
