/** How fast, how lean and how exact the search among known hashes is. Read {@code HashesCommand} first. */
@NullMarked
package io.gatehouse.benchmarks.hash;

import org.jspecify.annotations.NullMarked;
