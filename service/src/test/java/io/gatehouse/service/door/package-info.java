/** The running service, driven over HTTP. Read {@link io.gatehouse.service.door.RunningGatehouse} first. */
@NullMarked
package io.gatehouse.service.door;

import org.jspecify.annotations.NullMarked;
