/** Moves what was said long ago out of rows into segments of the object store. Read {@link io.gatehouse.jobs.archive.ArchiveJob}. */
@NullMarked
package io.gatehouse.jobs.archive;

import org.jspecify.annotations.NullMarked;
