/**
 * What people report, appeal and order, and what people decide, as records of one cell (DSA Art. 9, 10, 16, 20, 21; Regulation (EU)
 * 2021/784): with a log entry each, ids and codes plain, what anyone said sealed. Read {@link
 * io.gatehouse.residency.casework.Cases} first, then {@link io.gatehouse.residency.casework.Notices}.
 */
@NullMarked
package io.gatehouse.residency.casework;

import org.jspecify.annotations.NullMarked;
