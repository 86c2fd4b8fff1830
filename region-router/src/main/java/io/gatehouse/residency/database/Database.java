package io.gatehouse.residency.database;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** One durable database and the connections to it. Every connection is checked to be durable when it is opened. Thread-safe. */
public interface Database extends AutoCloseable {
    String name();

    /** For what brings its own JDBC (Flyway, Spring Batch). Connections heal when the server was restarted. */
    DataSource dataSource();

    /**
     * Runs in one transaction: committed when {@code work} returns, rolled back when it throws.
     *
     * @throws DatabaseUnavailableException when the server cannot be reached or went away
     */
    <R> R transact(Work<R> work);

    /**
     * Connections of the role that owns the tables, made one by one: to make and change tables, never to serve. The role of
     * {@link #dataSource} owns nothing and can only read and write rows.
     */
    DataSource migrator();

    /** Runs what only reads. As {@link #transact}. */
    <R> R read(Work<R> work);

    /**
     * Gives up every connection in use: whoever waits for a server that is gone without a word hears at once that it is away.
     * A database without connections of its own has nothing to give up.
     */
    default void sever() {}

    @Override
    void close();

    /** What is done with a connection that is not the worker's to close. */
    @FunctionalInterface
    interface Work<R> {
        R run(Connection connection) throws SQLException;
    }
}
