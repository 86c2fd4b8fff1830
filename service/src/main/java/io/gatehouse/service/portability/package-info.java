/**
 * What a person may carry away, continuously (DMA Art. 6(9)): a feed for the person, and for third parties that the person
 * authorised. Read {@link io.gatehouse.service.portability.PortableRecords} for the format and what is left out, and
 * {@link io.gatehouse.service.portability.FeedController} for who gets it.
 */
@NullMarked
package io.gatehouse.service.portability;

import org.jspecify.annotations.NullMarked;
