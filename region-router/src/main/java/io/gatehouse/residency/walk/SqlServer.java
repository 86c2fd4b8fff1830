package io.gatehouse.residency.walk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** The embedded database server of a data directory, seen with its superuser's eyes: no role hides anything. */
public final class SqlServer {
    private static final String SUPERUSER = "gatehouse_owner";

    private final Properties secrets = new Properties();

    public SqlServer(Path data) {
        try (var in = Files.newBufferedReader(data.resolve("postgres/secrets"))) {
            secrets.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("no embedded database in " + data, e);
        }
    }

    public Connection connect(String database) throws SQLException {
        var url = "jdbc:postgresql://127.0.0.1:" + secrets.getProperty("port") + "/" + database;
        var connection = DriverManager.getConnection(url, SUPERUSER, secrets.getProperty("password." + SUPERUSER));
        connection.setAutoCommit(false); // Rows are fetched in pages only inside a transaction.
        connection.setReadOnly(true);
        return connection;
    }

    /** Writes what the server holds in memory to its files, so that a search of files finds it there too. */
    public void flush() throws SQLException {
        try (var connection = connect("postgres")) {
            connection.setReadOnly(false);
            connection.setAutoCommit(true);
            try (var statement = connection.createStatement()) {
                statement.execute("CHECKPOINT");
            }
        }
    }

    /** Makes the server note its statistics now, which hold values of rows, rather than whenever it gets round to it. */
    public void analyze(String database) throws SQLException {
        try (var connection = connect(database)) {
            connection.setReadOnly(false);
            connection.setAutoCommit(true);
            try (var statement = connection.createStatement()) {
                statement.execute("ANALYZE");
            }
        }
    }

    public List<String> databases() throws SQLException {
        var names = new ArrayList<String>();
        try (var connection = connect("postgres");
                var statement = connection.createStatement();
                var rows =
                        statement.executeQuery("SELECT datname FROM pg_database WHERE datallowconn ORDER BY datname")) {
            while (rows.next()) names.add(rows.getString(1));
        }
        return names;
    }
}
