/**
 * Boolean text queries, parsed: what a policy author wrote, never evaluated here. Read {@link
 * io.gatehouse.moderation.query.TextQuery} first.
 */
@NullMarked
package io.gatehouse.moderation.query;

import org.jspecify.annotations.NullMarked;
