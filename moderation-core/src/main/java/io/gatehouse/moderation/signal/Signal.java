package io.gatehouse.moderation.signal;

import java.util.List;

/**
 * One observation about one piece of content. A signal states what was seen, never what to do about it.
 *
 * @param name which bank, rule text or model saw it, for example {@code slurs.en}
 * @param score strength in [0, 1]; a calibrated probability only for {@link SignalType#CLASSIFIER}
 * @param spans where it was seen in the text as submitted; empty when it speaks of the whole
 */
public record Signal(SignalType type, String name, Category category, double score, List<Span> spans) {
    public Signal {
        // Negated so that NaN, which fails every comparison, is refused too.
        if (!(score >= 0 && score <= 1)) throw new IllegalArgumentException("score must be in [0, 1]: " + score);
        spans = List.copyOf(spans);
    }
}
