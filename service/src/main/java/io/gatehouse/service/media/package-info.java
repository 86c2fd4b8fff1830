/**
 * Pictures and videos on their way into the author's home region, sealed, and nowhere else. Read {@link
 * io.gatehouse.service.media.MediaDesk} first.
 */
@NullMarked
package io.gatehouse.service.media;

import org.jspecify.annotations.NullMarked;
