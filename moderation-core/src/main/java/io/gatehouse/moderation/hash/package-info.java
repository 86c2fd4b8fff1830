/**
 * Perceptual hashes of pictures and videos, as the published PDQ and vPDQ algorithms define them. Pure: pixels in, hashes out;
 * whoever decodes a file does so elsewhere. Read {@link io.gatehouse.moderation.hash.PdqHasher} first.
 */
@NullMarked
package io.gatehouse.moderation.hash;

import org.jspecify.annotations.NullMarked;
