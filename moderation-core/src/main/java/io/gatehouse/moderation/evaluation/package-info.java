/**
 * How good scores are on labelled texts, by category and language. Read {@link io.gatehouse.moderation.evaluation.Evaluation}
 * first; {@link io.gatehouse.moderation.evaluation.LabelledTexts} reads the rows.
 */
@NullMarked
package io.gatehouse.moderation.evaluation;

import org.jspecify.annotations.NullMarked;
