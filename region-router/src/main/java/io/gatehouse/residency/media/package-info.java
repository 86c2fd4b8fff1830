/**
 * Media as they lie in object stores: sealed under their owner's key, chunk by chunk. Read {@link
 * io.gatehouse.residency.media.SealingStream} first.
 */
@NullMarked
package io.gatehouse.residency.media;

import org.jspecify.annotations.NullMarked;
