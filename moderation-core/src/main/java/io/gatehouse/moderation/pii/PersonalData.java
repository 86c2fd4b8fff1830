package io.gatehouse.moderation.pii;

import io.gatehouse.moderation.rule.PiiKind;
import java.util.Set;

/** Finds personal data in text. */
public final class PersonalData {
    private PersonalData() {}

    /** Told of every find. */
    @FunctionalInterface
    public interface Sink {
        /** Personal data stands at the code points [start, end) of the text as submitted. */
        void found(PiiKind kind, int start, int end);
    }

    /** Looks for these kinds only. Linear in the text; never throws on any text. */
    public static void find(String text, Set<PiiKind> kinds, Sink sink) {}
}
