package io.gatehouse.jobs.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.jobs.JobAwait;
import io.gatehouse.jobs.JobProgress.Status;
import io.gatehouse.jobs.JobStart;
import io.gatehouse.jobs.MortalDatabase;
import io.gatehouse.jobs.ParameterFault;
import io.gatehouse.jobs.rescan.TestPolicies;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A backtest that is killed and runs on, or is refused. */
class BacktestRestartTest extends RealBacktest {
    @Test
    void killedAndRestartedReportsAsIfUndisturbed() throws Exception {
        fill(9_000);
        var undisturbed = report(run(second("partitions", "2")));
        var mortal = new MortalDatabase(control);
        var pages = new AtomicInteger();
        onPage = () -> {
            if (pages.incrementAndGet() == 4) mortal.kill();
        };
        var doomed = desk(mortal);
        assertThat(doomed.run("backtest", second("partitions", "2"))).isInstanceOf(JobStart.Started.class);
        JobAwait.until(() -> desk.status("backtest").orElseThrow().status().isOver());
        var broken = desk.status("backtest").orElseThrow();
        assertThat(broken.status()).isNotEqualTo(Status.COMPLETED);
        assertThat(broken.fraction()).as("some pages were counted").isBetween(0.01, 0.99);
        onPage = () -> {};
        JobAwait.until(() -> desk.restart("backtest") instanceof JobStart.Started);
        var end = JobAwait.end(desk, "backtest");
        assertThat(end.status()).isEqualTo(Status.COMPLETED);
        assertThat(number(report(end).get("authors"))).isBetween(AUTHORS - 3L, AUTHORS + 3L);
        assertThat(withoutEstimates(report(end))).isEqualTo(withoutEstimates(undisturbed));
    }

    @Test
    void refusesWithEveryFaultAtOnce() {
        var refused = (JobStart.Refused) desk.run(
                "backtest",
                Map.of(
                        "policy", directory.resolve("nowhere").toString(),
                        "from", "yesterday",
                        "sample", "0%",
                        "region", "mars-1",
                        "partitions", "0",
                        "throttle", "-1",
                        "polcy", "x"));
        assertThat(refused.faults().stream().map(ParameterFault::parameter))
                .containsExactlyInAnyOrder("policy", "from", "sample", "region", "partitions", "throttle", "polcy");
        assertThat(((JobStart.Refused) desk.run("backtest", Map.of())).faults())
                .extracting(ParameterFault::message)
                .containsExactly("must be given: the directory of the policy to try, or the name of a stored one");
    }

    @Tag("long")
    @Test
    void willNotGoOnUnderAnotherPolicyThanItBeganWith() throws Exception {
        fill(100);
        var mortal = new MortalDatabase(control);
        onPage = mortal::kill;
        var doomed = desk(mortal);
        assertThat(doomed.run("backtest", second())).isInstanceOf(JobStart.Started.class);
        JobAwait.until(() -> desk.status("backtest").orElseThrow().status().isOver());
        TestPolicies.write(directory.resolve("second"), "3", TestPolicies.rule("table", TestPolicies.REMOVED));
        assertThat(desk.restart("backtest"))
                .isInstanceOfSatisfying(
                        JobStart.Refused.class,
                        refused -> assertThat(refused.faults())
                                .extracting(ParameterFault::message)
                                .containsExactly("is not what the run began with; start a new run"));
    }
}
