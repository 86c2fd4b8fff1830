package io.gatehouse.jobs;

import java.time.Instant;

/**
 * Something about a job that somebody has to look at.
 *
 * @param kind {@code job.failed}, or {@code job.found} for what a completed run came upon
 * @param message in a sentence; nothing personal
 * @param since when it was first so
 * @param times how many runs said so, one after the other
 */
public record JobAlert(String job, String kind, String message, Instant since, Instant at, long times) {}
