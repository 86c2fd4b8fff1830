package io.gatehouse.residency.cell;

import io.gatehouse.residency.key.PersonKeys;
import io.gatehouse.residency.key.WrappedKey;
import io.gatehouse.residency.region.RegionId;
import java.nio.charset.StandardCharsets;

/**
 * Keys of single records of a cell: of what people said who need have no account. Each is wrapped by the region's key, so
 * destroying one row's key erases what that row says, and nothing else. Thread-safe; remembers nothing.
 */
public final class OwnKeys {
    private final RegionId region;
    private final PersonKeys keys;

    OwnKeys(RegionId region, PersonKeys keys) {
        this.region = region;
        this.keys = keys;
    }

    /** A new key as it is stored, and what seals under it. */
    public record Made(WrappedKey wrapped, RecordKey key) {}

    /** Seals and opens the columns of one record. */
    public interface RecordKey {
        byte[] seal(String column, byte[] plain);

        /** @throws io.gatehouse.residency.key.KeyRefusedException when it is another record's, or changed */
        byte[] open(String column, byte[] sealed);
    }

    public Made create(String table, String recordId) {
        var made = keys.create(place(table, recordId, "key"));
        return new Made(made.wrapped(), of(table, recordId, made.key()));
    }

    /** @throws io.gatehouse.residency.key.KeyRefusedException when it is not this record's key */
    public RecordKey open(String table, String recordId, String keyId, byte[] wrapped) {
        return of(table, recordId, keys.open(new WrappedKey(keyId, wrapped), place(table, recordId, "key")));
    }

    private RecordKey of(String table, String recordId, io.gatehouse.residency.key.PersonKey key) {
        return new RecordKey() {
            @Override
            public byte[] seal(String column, byte[] plain) {
                return key.seal(plain, place(table, recordId, column));
            }

            @Override
            public byte[] open(String column, byte[] sealed) {
                return key.open(sealed, place(table, recordId, column));
            }
        };
    }

    private byte[] place(String table, String recordId, String column) {
        return (region.value() + '/' + table + '/' + recordId + '/' + column).getBytes(StandardCharsets.UTF_8);
    }
}
