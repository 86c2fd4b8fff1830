/**
 * Finds texts that are nearly the same without comparing them. Read {@link
 * io.gatehouse.moderation.similarity.Fingerprint}.
 */
@NullMarked
package io.gatehouse.moderation.similarity;

import org.jspecify.annotations.NullMarked;
