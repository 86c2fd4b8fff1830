/**
 * Trained models that score text by category. Read {@link io.gatehouse.moderation.classifier.TextClassifier}
 * first.
 */
@NullMarked
package io.gatehouse.moderation.classifier;

import org.jspecify.annotations.NullMarked;
