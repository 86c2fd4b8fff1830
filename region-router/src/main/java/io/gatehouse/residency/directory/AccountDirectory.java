package io.gatehouse.residency.directory;

import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.region.RegionId;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Account to home region, kept in the control database under keyed digests. Concurrent claims share commits.
 * Thread-safe; calls block and may come from virtual threads.
 */
@SuppressWarnings("DoNotCallSuggester") // Stub.
public final class AccountDirectory implements AutoCloseable {
    /**
     * @param control migrated by {@link io.gatehouse.residency.database.Migrations#control}
     * @param keyFile the digest key: created (0600) when missing and the directory is empty, never replaced
     */
    public static AccountDirectory open(Database control, Path keyFile) {
        throw new UnsupportedOperationException("not yet: " + control.name() + keyFile);
    }

    /** The stand-in for a platform's account id. */
    public AccountRef refOf(String accountId) {
        throw new UnsupportedOperationException("not yet: " + accountId);
    }

    /** @throws io.gatehouse.residency.database.DatabaseUnavailableException when the control database is away; retry */
    public Optional<AccountHome> find(AccountRef account) {
        throw new UnsupportedOperationException("not yet: " + account);
    }

    /** The home of an account: {@code region} when it had none yet, otherwise the one it has. Never moves anyone. */
    public AccountHome claim(AccountRef account, RegionId region) {
        throw new UnsupportedOperationException("not yet: " + account + region);
    }

    @Override
    public void close() {}
}
