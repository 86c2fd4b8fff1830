/**
 * The OpenAI moderation contract, for platforms that spoke it before. Read {@link
 * io.gatehouse.service.moderation.ModerationController} first. Nothing is stored.
 */
@NullMarked
package io.gatehouse.service.moderation;

import org.jspecify.annotations.NullMarked;
