/**
 * Interoperability of messengers (DMA Art. 7): what a designation opens from when on, and which partners are registered. Read
 * {@link io.gatehouse.residency.interop.InteropRules} first.
 */
@NullMarked
package io.gatehouse.residency.interop;

import org.jspecify.annotations.NullMarked;
