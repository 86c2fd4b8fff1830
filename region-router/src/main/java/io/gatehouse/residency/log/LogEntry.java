package io.gatehouse.residency.log;

/** One leaf of the log. */
record LogEntry() {}
