/**
 * Which region an account is at home in: the one thing about people that the control database knows, under keyed
 * digests. Read {@link io.gatehouse.residency.directory.AccountDirectory} first.
 */
@NullMarked
package io.gatehouse.residency.directory;

import org.jspecify.annotations.NullMarked;
