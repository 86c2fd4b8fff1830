/**
 * Where content of conversations lies whose members are at home in different regions: rules as dated data, and the pure
 * decision. Read {@link io.gatehouse.residency.conversation.ConversationPlacement} first.
 */
@NullMarked
package io.gatehouse.residency.conversation;

import org.jspecify.annotations.NullMarked;
