package io.gatehouse.jobs.rescan;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.jobs.JobStart;
import io.gatehouse.jobs.ParameterFault;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What cannot be asked of a rescan, and what it says then. */
class RescanRequestTest extends InMemoryRescan {
    @Test
    void namesEveryFaultOfWhatWasAsked() {
        var faulty = TestPolicies.write(
                directory.resolve("faulty"),
                "3",
                TestPolicies.rule("zorkle", "verdict: banish") + TestPolicies.rule("frumple", "verdict: restrict"));
        var start = desk.run(
                "rescan",
                Map.of(
                        "region", "mars-1",
                        "policies", faulty.toString(),
                        "from", "-1",
                        "to", "soon",
                        "partitions", "1000",
                        "dry_run", "maybe",
                        "colour", "blue"));
        assertThat(start).isInstanceOfSatisfying(JobStart.Refused.class, refused -> {
            assertThat(refused.faults())
                    .extracting(ParameterFault::parameter)
                    .contains("colour", "region", "from", "to", "partitions", "dry_run", "policies");
            assertThat(refused.faults().stream()
                            .filter(fault -> fault.parameter().equals("policies")))
                    .hasSizeGreaterThanOrEqualTo(2)
                    .allSatisfy(fault -> assertThat(fault.message()).contains("content/test.yaml:"));
        });
        assertThat(desk.status("rescan")).isEmpty();
    }

    @Test
    void refusesWhatIsMissingOrContradicts() {
        cells.put(NORTH, new InMemoryCell());
        assertThat(faultsOf(Map.of())).containsExactly("region");
        assertThat(faultsOf(Map.of("region", "all", "from", "5"))).containsExactly("from");
        assertThat(faultsOf(Map.of("region", WEST.value(), "from", "5", "to", "4")))
                .containsExactly("to");
        assertThat(faultsOf(Map.of("region", WEST.value(), "policies", "no/such/place")))
                .containsExactly("policies");
        assertThat(desk.run("resacn", Map.of())).isEqualTo(new JobStart.UnknownJob(List.of("rescan")));
        assertThat(desk.restart("rescan")).isEqualTo(new JobStart.NothingToRestart("rescan"));
    }

    private List<String> faultsOf(Map<String, String> asked) {
        return ((JobStart.Refused) desk.run("rescan", asked))
                .faults().stream().map(ParameterFault::parameter).toList();
    }
}
