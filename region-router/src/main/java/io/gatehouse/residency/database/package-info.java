/**
 * PostgreSQL, as the embedded default runs it and as cells reach it: one database and one role each, always
 * durable. Read {@link io.gatehouse.residency.database.PostgresServer} first.
 */
@NullMarked
package io.gatehouse.residency.database;

import org.jspecify.annotations.NullMarked;
