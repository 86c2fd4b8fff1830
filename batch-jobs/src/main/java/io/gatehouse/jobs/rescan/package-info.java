/**
 * Judges stored content again under another policy version, inside its region. Read {@link
 * io.gatehouse.jobs.rescan.Rescan} first; the interfaces are what the program must lend it.
 */
@NullMarked
package io.gatehouse.jobs.rescan;

import org.jspecify.annotations.NullMarked;
