package io.gatehouse.residency.database;

/** Brings a database's tables up to date (Flyway; the SQL lies under {@code db/cell} and {@code db/control}). */
@SuppressWarnings("DoNotCallSuggester") // Stub.
public final class Migrations {
    private Migrations() {}

    /** Tables of a cell. */
    public static void cell(Database database) {
        throw new UnsupportedOperationException("not yet: " + database.name());
    }

    /** Tables of the control database: account directory, API keys, policy versions. */
    public static void control(Database database) {
        throw new UnsupportedOperationException("not yet: " + database.name());
    }
}
