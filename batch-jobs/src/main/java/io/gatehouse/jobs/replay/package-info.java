/** Makes decisions of the past again, from what was told then, and says where they come out otherwise. Read {@link io.gatehouse.jobs.replay.ReplayJob}. */
@NullMarked
package io.gatehouse.jobs.replay;

import org.jspecify.annotations.NullMarked;
