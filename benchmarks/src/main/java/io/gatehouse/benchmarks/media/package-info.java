/**
 * Malformed pictures and videos by the thousand, and what they do to the cage and to the service. Read {@link
 * io.gatehouse.benchmarks.media.MediaCommand} first.
 */
@NullMarked
package io.gatehouse.benchmarks.media;

import org.jspecify.annotations.NullMarked;
