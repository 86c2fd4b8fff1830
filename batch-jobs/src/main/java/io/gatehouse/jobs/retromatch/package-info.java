/**
 * Looks for new hashes among the media that were seen before they came, inside their region. Read {@link
 * io.gatehouse.jobs.retromatch.RetroMatch} first; {@link io.gatehouse.jobs.retromatch.KnownHashes} is what the program lends it.
 */
@NullMarked
package io.gatehouse.jobs.retromatch;

import org.jspecify.annotations.NullMarked;
