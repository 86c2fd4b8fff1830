/**
 * Segments: what was said and decided long ago, compressed and sealed, many messages an object (ADR 45). The form is told in
 * docs/jobs.md. Read {@link io.gatehouse.residency.archive.SegmentReader} first.
 */
@NullMarked
package io.gatehouse.residency.archive;

import org.jspecify.annotations.NullMarked;
