/**
 * Links in text as people write and hide them, and the domains that they lead to. Nothing here opens a connection. Read
 * {@link io.gatehouse.moderation.link.LinkFinder} first.
 */
@NullMarked
package io.gatehouse.moderation.link;

import org.jspecify.annotations.NullMarked;
