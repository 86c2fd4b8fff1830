/**
 * What the author is told and why (DSA Art. 17). Read {@link io.gatehouse.moderation.statement.StatementOfReasons}
 * first.
 */
@NullMarked
package io.gatehouse.moderation.statement;

import org.jspecify.annotations.NullMarked;
