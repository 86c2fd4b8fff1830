/**
 * What was seen in a picture or a video beside its hashes: texts, scenes, what classifiers say; and texts whose characters have a
 * place in time. Values only; nothing here looks. Read {@link io.gatehouse.moderation.look.MediaLook} first.
 */
@NullMarked
package io.gatehouse.moderation.look;

import org.jspecify.annotations.NullMarked;
