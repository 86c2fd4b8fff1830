/**
 * Which service may use which data for which purpose (DMA Art. 5(2)): services and purposes as dated data, the ledger of what
 * people agreed to, and the judge of a use. Pure. Read {@link io.gatehouse.residency.purpose.UseJudge} first.
 */
@NullMarked
package io.gatehouse.residency.purpose;

import org.jspecify.annotations.NullMarked;
