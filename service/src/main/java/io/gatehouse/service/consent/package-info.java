/**
 * What people agreed to, and which service may use whose data (DMA Art. 5(2)), over HTTP. Read
 * {@link io.gatehouse.service.consent.ConsentDesk} first.
 */
@NullMarked
package io.gatehouse.service.consent;

import org.jspecify.annotations.NullMarked;
