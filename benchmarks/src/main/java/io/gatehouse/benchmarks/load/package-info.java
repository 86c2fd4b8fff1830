/**
 * Real messages of authors from everywhere, sent as screenings; every acknowledged decision is written down. Read {@link
 * io.gatehouse.benchmarks.load.LoadCommand} first.
 */
@NullMarked
package io.gatehouse.benchmarks.load;

import org.jspecify.annotations.NullMarked;
