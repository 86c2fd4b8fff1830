package io.gatehouse.residency.database;

import org.flywaydb.core.Flyway;

/** Brings a database's tables up to date (Flyway; the SQL lies under {@code db/cell} and {@code db/control}). */
public final class Migrations {
    private Migrations() {}

    /** Tables of a cell. */
    public static void cell(Database database) {
        migrate(database, "classpath:db/cell");
    }

    /** Tables of the control database: account directory, API keys, policy versions. */
    public static void control(Database database) {
        migrate(database, "classpath:db/control");
    }

    private static void migrate(Database database, String location) {
        Flyway.configure()
                .dataSource(database.migrator())
                .locations(location)
                // Numbers are given out to work that goes on side by side, and land in another order.
                .outOfOrder(true)
                .load()
                .migrate();
    }
}
