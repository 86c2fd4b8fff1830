package io.gatehouse.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.database.DatabaseUnavailableException;
import org.junit.jupiter.api.Test;

/** What is told of a failure: an exception of ours in its words, any other by kind and place. */
class FailuresTest {
    private static RuntimeException quoting() {
        return new IllegalArgumentException("not a number: words-of-anna");
    }

    @Test
    void anExceptionOfJavaIsToldByItsKindAndPlace() {
        assertThat(Failures.sentence(new IllegalStateException("words-of-anna", quoting())))
                .startsWith("java.lang.IllegalArgumentException at io.gatehouse.jobs.FailuresTest.quoting(")
                .doesNotContain("anna");
    }

    @Test
    void anExceptionOfOursSaysWhatMayBeToldWhateverCausedIt() {
        assertThat(Failures.sentence(
                        new IllegalStateException("around", new DatabaseUnavailableException("it is away", quoting()))))
                .startsWith("DatabaseUnavailableException: it is away (java.lang.IllegalArgumentException at ")
                .doesNotContain("anna", "around");
    }

    /** Kept by versions that kept whole traces. */
    @Test
    void ofAKeptTraceOnlyTheInnermostKindIsTold() {
        assertThat(Failures.ofKept(
                        "org.x.OuterException: words\n\tat a.b(C.java:1)\nCaused by: org.x.Inner: words-of-anna"
                                + "\n\tat a.b(C.java:2)\n"))
                .isEqualTo("org.x.Inner");
        assertThat(Failures.ofKept("ReportRefusedException: the period has not ended"))
                .isEqualTo("ReportRefusedException: the period has not ended");
    }
}
