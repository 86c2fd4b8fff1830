package io.gatehouse.moderation.classifier;

/** Hears how far a long piece of work has come. */
@FunctionalInterface
public interface Progress {
    Progress SILENT = (_, _) -> {};

    /**
     * @param what is being done now, for a person
     * @param done share of the whole, in [0, 1]; never falls
     */
    void report(String what, double done);
}
