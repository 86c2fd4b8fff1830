/** A handler that breaks a rule of architecture, so that the rule is seen to find it. */
@NullMarked
package io.gatehouse.sneaky;

import org.jspecify.annotations.NullMarked;
