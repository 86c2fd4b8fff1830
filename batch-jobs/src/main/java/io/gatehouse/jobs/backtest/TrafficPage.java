package io.gatehouse.jobs.backtest;

import io.gatehouse.residency.cell.PastDecision;
import java.util.List;

/** What a range of indices held; may be empty. */
record TrafficPage(List<PastDecision> decisions) {}
