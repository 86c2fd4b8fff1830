/**
 * What rules may know beside the content: windowed counts, and what an author's record says. Values only; nothing here
 * counts or stores. Read {@link io.gatehouse.moderation.fact.Facts} first, then {@link
 * io.gatehouse.moderation.fact.FactSeries}.
 */
@NullMarked
package io.gatehouse.moderation.fact;

import org.jspecify.annotations.NullMarked;
