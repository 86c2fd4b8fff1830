package io.gatehouse.residency.database;

import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;

/** A database of the test server as another process sees it: told where it is through its environment. */
public final class OtherProcess {
    private static final String PORT = "TEST_PORT";

    private OtherProcess() {}

    /** What the other process must find in its environment. */
    public static Map<String, String> environment(String variable, Database database) {
        var server = TestServer.get();
        return Map.of(
                PORT,
                Integer.toString(server.port()),
                variable,
                database.name(),
                variable + "_SECRET",
                server.passwordOf(database.name()),
                variable + "_MIGRATOR_SECRET",
                server.passwordOf(DatabaseRoles.migratorOf(database.name())));
    }

    /** In the other process. */
    public static Database connect(String variable) {
        var name = System.getenv(variable);
        return new PooledDatabase(
                name,
                source(name, name, System.getenv(variable + "_SECRET")),
                source(name, DatabaseRoles.migratorOf(name), System.getenv(variable + "_MIGRATOR_SECRET")),
                4);
    }

    private static PGSimpleDataSource source(String database, String role, String secret) {
        var source = new PGSimpleDataSource();
        source.setUrl("jdbc:postgresql://127.0.0.1:" + System.getenv(PORT) + "/" + database);
        source.setUser(role);
        source.setPassword(secret);
        return source;
    }
}
