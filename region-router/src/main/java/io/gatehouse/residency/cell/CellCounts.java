package io.gatehouse.residency.cell;

/** How many rows a cell holds. */
public record CellCounts(
        long accounts, long contents, long decisions, long logEntries, long media, long pendingEffects) {}
