/**
 * What an author submitted, as the rest of the library sees it. Read {@link
 * io.gatehouse.moderation.content.Content} first: by the time one exists, every field has been checked.
 */
@NullMarked
package io.gatehouse.moderation.content;

import org.jspecify.annotations.NullMarked;
