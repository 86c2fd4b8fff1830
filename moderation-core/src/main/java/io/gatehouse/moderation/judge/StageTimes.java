package io.gatehouse.moderation.judge;

/** Is told how long each stage of observing took, for whoever looks for what is slow. Never changes a result. */
@FunctionalInterface
public interface StageTimes {
    StageTimes IGNORED = (_, _) -> {};

    /** @param stage {@code language}, {@code text_rules} or {@code classifiers}; or the id of a rule that Lucene was asked about */
    void took(String stage, long nanos);
}
