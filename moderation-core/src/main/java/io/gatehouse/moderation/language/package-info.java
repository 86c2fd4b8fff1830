/**
 * Which language a text is in. Read {@link io.gatehouse.moderation.language.LanguageIdentifier} first.
 */
@NullMarked
package io.gatehouse.moderation.language;

import org.jspecify.annotations.NullMarked;
