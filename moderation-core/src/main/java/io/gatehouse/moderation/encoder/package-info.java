/**
 * A small transformer that turns English sentences into numbers, read from the program's own jars, with layers of its own or others
 * that were learned on texts like ours; and transformers of operators, which say labels of a text. Read
 * {@link io.gatehouse.moderation.encoder.SentenceEncoder} first, or {@link io.gatehouse.moderation.encoder.LabelModel}.
 */
@NullMarked
package io.gatehouse.moderation.encoder;

import org.jspecify.annotations.NullMarked;
