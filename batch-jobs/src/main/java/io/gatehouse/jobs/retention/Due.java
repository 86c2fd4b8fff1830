package io.gatehouse.jobs.retention;

import io.gatehouse.residency.cell.Retention.Stored;
import org.jspecify.annotations.Nullable;

/**
 * Something whose time of keeping is over.
 *
 * @param words the rule by which what was said ends; null when it does not, or has ended
 * @param records the rule by which what was told and answered ends; likewise
 */
record Due(Stored stored, @Nullable String words, @Nullable String records) {}
