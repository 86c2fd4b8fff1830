package io.gatehouse.residency.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The two roles of one database. The one of the database's name serves: it reads and writes rows, owns nothing, and sees only
 * rows that a policy gives it. The other owns the tables and changes them. Neither is a superuser, bypasses row-level
 * security, makes roles or databases, or may connect to another database.
 */
public final class DatabaseRoles {
    /** PostgreSQL cuts names at 63 bytes, and the longer of the two roles must fit. */
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{1,52}");

    private static final String MIGRATOR = "_migrator";
    /** Said each time, so that a role that somebody gave more is brought back. */
    private static final String POWERLESS = " NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION";

    private final String name;
    private final ServerSecrets secrets;

    /** @throws IllegalArgumentException when the name is none */
    DatabaseRoles(String name, ServerSecrets secrets) {
        if (!isName(name)) throw new IllegalArgumentException("not a database name: '" + name + "'");
        this.name = name;
        this.secrets = secrets;
    }

    /** Lower-case letters, digits and underscores, and never the name of another database's second role. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches() && !name.endsWith(MIGRATOR);
    }

    /** The role that owns the tables of this database. */
    public static String migratorOf(String name) {
        return name + MIGRATOR;
    }

    /** How a superuser reaches another database of the same server. */
    @FunctionalInterface
    interface Superuser {
        Connection connect(String database) throws SQLException;
    }

    /** A start that was cut short is taken up again: the database's owner changes last. */
    void ensure(Connection server, Superuser superuser) throws SQLException {
        ensureRole(server, name);
        ensureRole(server, migratorOf(name));
        if (!has(server, "SELECT 1 FROM pg_database WHERE datname = ?", name))
            execute(server, "CREATE DATABASE " + name);
        for (var open : List.of(name, "postgres", "template1"))
            execute(server, "REVOKE ALL ON DATABASE " + open + " FROM PUBLIC");
        if (!isOwnedByMigrator(server)) handOver(superuser);
    }

    // The form of a name leaves nothing to quote; passwords are base64.

    private void ensureRole(Connection server, String role) throws SQLException {
        if (!has(server, "SELECT 1 FROM pg_roles WHERE rolname = ?", role))
            execute(server, "CREATE ROLE " + role + " LOGIN PASSWORD '" + secrets.passwordOf(role) + "'" + POWERLESS);
        else if (has(server, "SELECT 1 FROM pg_roles WHERE rolname = ? AND (rolsuper OR rolbypassrls)", role))
            execute(server, "ALTER ROLE " + role + POWERLESS);
    }

    private boolean isOwnedByMigrator(Connection server) throws SQLException {
        var query =
                "SELECT 1 FROM pg_database WHERE datname = ? AND pg_get_userbyid(datdba) = '" + migratorOf(name) + "'";
        return has(server, query, name);
    }

    /** All of it or nothing. Before there were two roles, the one that serves owned everything. */
    private void handOver(Superuser superuser) throws SQLException {
        var migrator = migratorOf(name);
        try (var inside = superuser.connect(name)) {
            inside.setAutoCommit(false);
            execute(inside, "REASSIGN OWNED BY " + name + " TO " + migrator);
            execute(inside, "GRANT USAGE ON SCHEMA public TO " + name);
            execute(inside, "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO " + name);
            execute(inside, "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO " + name);
            var later = "ALTER DEFAULT PRIVILEGES FOR ROLE " + migrator + " GRANT ";
            execute(inside, later + "SELECT, INSERT, UPDATE, DELETE ON TABLES TO " + name);
            execute(inside, later + "USAGE ON SEQUENCES TO " + name);
            execute(inside, "ALTER DATABASE " + name + " OWNER TO " + migrator);
            execute(inside, "REVOKE ALL ON DATABASE " + name + " FROM PUBLIC");
            execute(inside, "GRANT CONNECT ON DATABASE " + name + " TO " + name);
            inside.commit();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static boolean has(Connection connection, String query, String name) throws SQLException {
        try (var statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (var rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }
}
