package io.gatehouse.residency.store;

import io.gatehouse.residency.region.StoreGuarantee;
import java.util.EnumMap;

/** What files below a directory do not do. */
final class FileStatement {
    static final StoreStatement OF_FILES = statement();

    private FileStatement() {}

    private static StoreStatement statement() {
        var claims = new EnumMap<StoreGuarantee, StoreStatement.Claim>(StoreGuarantee.class);
        claims.put(
                StoreGuarantee.ENCRYPTION, no("only as Gatehouse sealed them; the disk is the operator's to encrypt"));
        claims.put(StoreGuarantee.CHECKSUMS, no("a changed byte is found when its seal does not open"));
        claims.put(StoreGuarantee.VERSIONING, no("a replaced or deleted file is gone"));
        claims.put(StoreGuarantee.RETENTION, no("whoever can write to the directory can delete"));
        claims.put(StoreGuarantee.LEGAL_HOLD, no("Gatehouse keeps to its own holds; files cannot be held"));
        claims.put(
                StoreGuarantee.CONDITIONAL_WRITES,
                new StoreStatement.Claim(
                        true, "a name that is taken is not given again, whoever asks at the same time"));
        claims.put(StoreGuarantee.LOCATION, no("files lie where the machine stands; nobody else says where that is"));
        return new StoreStatement("file", claims);
    }

    private static StoreStatement.Claim no(String how) {
        return new StoreStatement.Claim(false, how);
    }
}
