/**
 * Looks for words where they must not be: every byte of files, every value of databases, with the database superuser's eyes. For
 * tests, benchmarks and operators who want to know; serving needs none of it. Read {@link
 * io.gatehouse.residency.walk.Needles} first.
 */
@NullMarked
package io.gatehouse.residency.walk;

import org.jspecify.annotations.NullMarked;
