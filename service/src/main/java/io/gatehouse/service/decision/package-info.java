/**
 * How judgements and statements of reasons look in JSON, wherever they are shown. Read {@link
 * io.gatehouse.service.decision.JudgementJson} first.
 */
@NullMarked
package io.gatehouse.service.decision;

import org.jspecify.annotations.NullMarked;
