/**
 * Finds what lies where it must not, by merging sorted listings and never by a query an object. Read {@link
 * io.gatehouse.residency.sweep.ObjectSweep} and {@link io.gatehouse.residency.sweep.HomesSweep}.
 */
@NullMarked
package io.gatehouse.residency.sweep;

import org.jspecify.annotations.NullMarked;
