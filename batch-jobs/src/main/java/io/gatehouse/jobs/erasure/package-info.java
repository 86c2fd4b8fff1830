/** Completes erasures that are open, and looks whether completed ones still stand. Read {@link io.gatehouse.jobs.erasure.ErasureJob} first. */
@NullMarked
package io.gatehouse.jobs.erasure;

import org.jspecify.annotations.NullMarked;
