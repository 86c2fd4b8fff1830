/**
 * Texts written for training: templates with fillers, and lexicons, a file of each a language. Read {@link
 * io.gatehouse.moderation.training.TrainingTexts} first.
 */
@NullMarked
package io.gatehouse.moderation.training;

import org.jspecify.annotations.NullMarked;
