/**
 * The papers of a decision: the answer to the client, the record for replay, the content as stored. Read {@link
 * io.gatehouse.service.decision.Answer} first.
 */
@NullMarked
package io.gatehouse.service.decision;

import org.jspecify.annotations.NullMarked;
