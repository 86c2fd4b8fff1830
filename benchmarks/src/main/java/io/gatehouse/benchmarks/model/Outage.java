package io.gatehouse.benchmarks.model;

import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.region.CellHealth;
import java.sql.SQLException;
import java.time.Duration;

/**
 * A cell's database that takes no connections: what is open is ended, what is new is refused, as by a server that is out of
 * them. The auditor, a superuser, still gets in.
 */
final class Outage {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int NO_LIMIT = -1;

    private final RunningService service;
    private final String region;

    Outage(RunningService service, String region) {
        this.service = service;
        this.region = region;
    }

    static String database(String region) {
        return "gatehouse_" + region.replace('-', '_');
    }

    /** Returns when the service has noticed. */
    void begin() throws SQLException, InterruptedException {
        limit(0);
        await(true);
    }

    /** Returns when the cell serves again and everything that was sheltered is home. */
    void end() throws SQLException, InterruptedException {
        limit(NO_LIMIT);
        await(false);
        awaitHomecoming();
    }

    void awaitHomecoming() throws SQLException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (sheltered() > 0) {
            if (System.nanoTime() > end) throw new IllegalStateException("not everything came home to " + region);
            Thread.sleep(PAUSE);
        }
    }

    private void limit(int connections) throws SQLException {
        try (var connection = service.sql().connect("postgres")) {
            connection.setReadOnly(false);
            connection.setAutoCommit(true);
            try (var statement = connection.createStatement()) {
                statement.execute("ALTER DATABASE " + database(region) + " CONNECTION LIMIT " + connections);
                if (connections == 0)
                    statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
                            + database(region) + "' AND usename <> current_user");
            }
        }
    }

    private void await(boolean isDown) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (service.bean(CellHealth.class).isDown(new RegionId(region)) != isDown) {
            if (System.nanoTime() > end)
                throw new IllegalStateException(region + " is not taken as " + (isDown ? "down" : "up"));
            Thread.sleep(PAUSE);
        }
    }

    private long sheltered() throws SQLException {
        long count = 0;
        for (var other : service.regions())
            try (var connection = service.sql().connect(database(other));
                    var statement = connection.prepareStatement(
                            "SELECT count(*) FROM placed_content WHERE reason = 'failover' AND home_region = ?")) {
                statement.setString(1, region);
                try (var rows = statement.executeQuery()) {
                    rows.next();
                    count += rows.getLong(1);
                }
            }
        return count;
    }
}
