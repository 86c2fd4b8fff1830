/**
 * Every way out of a region. A read or a copy that leaves its cell passes the gate, with its reason, and both what was
 * permitted and what was refused is in the log of the data's home. Read {@link
 * io.gatehouse.residency.crossing.TransferGate} first, then {@link io.gatehouse.residency.crossing.TransferJudge} for the
 * order of legal bases.
 */
@NullMarked
package io.gatehouse.residency.crossing;

import org.jspecify.annotations.NullMarked;
