/**
 * The program. Read {@link io.gatehouse.service.Gatehouse} first: it is the command line, and the only place
 * that starts things.
 */
@NullMarked
package io.gatehouse.service;

import org.jspecify.annotations.NullMarked;
