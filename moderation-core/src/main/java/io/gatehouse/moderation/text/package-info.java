/**
 * Text as people disguise it, folded to what it says, with every folded character's place in the text as submitted.
 * Read {@link io.gatehouse.moderation.text.FoldedText} first.
 */
@NullMarked
package io.gatehouse.moderation.text;

import org.jspecify.annotations.NullMarked;
