package io.gatehouse.jobs.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.jobs.rescan.TestPolicies;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a backtest finds. */
class BacktestTest extends RealBacktest {
    @Test
    void saysWhatWouldChangeAndDecidesNothing() throws Exception {
        fill(1_000);
        var before = cell.reader(REGION).counts();
        var end = run(second());
        var report = report(end);
        assertThat(end.done()).isEqualTo(1_000);
        assertThat(end.fraction()).isEqualTo(1);
        assertThat(report)
                .containsEntry("messages", 1_000)
                .containsEntry("compared", 1_000)
                .containsEntry("changed", 600)
                .containsEntry("gained", 200)
                .containsEntry("lost", 200);
        assertThat(number(report.get("authors"))).isBetween(AUTHORS - 3L, AUTHORS + 3L);
        assertThat(at(report, "transitions", "restrict>allow")).containsEntry("count", 200);
        assertThat(at(report, "transitions", "allow>hold")).containsEntry("count", 200);
        assertThat(at(report, "transitions", "restrict>restrict")).containsEntry("count", 200);
        assertThat(at(report, "rules", "test.zorkle"))
                .containsEntry("lost", 200)
                .containsEntry("after", 0);
        assertThat(at(report, "rules", "test.blimpish")).containsEntry("gained", 200);
        assertThat((List<?>) at(report, "rules", "test.blimpish").get("gained_examples"))
                .hasSize(3)
                .allSatisfy(id -> assertThat((String) id).startsWith(REGION + ".d."));
        var after = cell.reader(REGION).counts();
        assertThat(after.decisions()).isEqualTo(before.decisions());
        assertThat(after.logEntries()).as("one entry says that somebody looked").isEqualTo(before.logEntries() + 1);
    }

    @Test
    void againstAPolicyJudgedNowFindsTheSameAsAgainstItsDecisions() throws Exception {
        fill(500);
        var decided = report(run(second()));
        var judged = report(run(second("against", directory.resolve("first").toString())));
        for (String part : List.of("messages", "changed", "gained", "lost", "transitions"))
            assertThat(judged.get(part)).as(part).isEqualTo(decided.get(part));
    }

    @Test
    void countsWhomItCannotJudge() throws Exception {
        fill(500);
        cell.sql(
                "UPDATE account SET state = 'ERASED', wrapped_key = NULL WHERE account_ref = decode(repeat('00', 32), 'hex')");
        cell.sql(
                "UPDATE content SET sealed_content = NULL WHERE content_ref = (SELECT content_ref FROM content c JOIN account a"
                        + " USING (account_ref) WHERE a.state = 'ACTIVE' ORDER BY content_index DESC LIMIT 1)");
        var report = report(run(second()));
        assertThat(report).containsEntry("messages", 494);
        assertThat(at(report, "skipped")).containsOnly(Map.entry("erased", 5), Map.entry("expired", 1));
    }

    @Test
    void saysWhichRulesDoNothingOnThisTrafficAlsoAfterARestartOfTheCount() throws Exception {
        fill(500);
        Path other = TestPolicies.write(
                directory.resolve("fourth"), "4", TestPolicies.rule("frumple", TestPolicies.DEMOTED) + """
                          - id: test.twin
                            when: { phrase: frumple }
                            then: { verdict: label, severity: 1 }
                            examples: { match: [ "a frumple" ], no_match: [ "none" ] }
                          - id: test.idle
                            when: { phrase: "nobody says this" }
                            then: { verdict: label, severity: 1 }
                            examples: { match: [ "nobody says this" ], no_match: [ "none" ] }
                        """);
        var coverage = at(report(run(Map.of("policy", other.toString()))), "coverage");
        assertThat(coverage)
                .containsEntry("never_matched_in_all", 1)
                .containsEntry("never_matched", List.of(Map.of("rule", "test.idle", "why", "")))
                .containsEntry(
                        "always_agree", List.of(Map.of("rule", "test.frumple", "other", "test.twin", "matches", 100)));
    }

    @Test
    void aRuleOnFactsNobodyToldIsLeftOutAndTheOthersAreCompared() throws Exception {
        fill(500);
        Path other = TestPolicies.write(
                directory.resolve("third"), "3", TestPolicies.rule("frumple", TestPolicies.DEMOTED) + """
                          - id: test.flood
                            when: { count: author.screenings, window: 7m, at_least: 2 }
                            then: { verdict: review, severity: 1 }
                        """);
        var report = report(run(Map.of("policy", other.toString())));
        assertThat(report)
                .containsEntry("compared", 500)
                .containsEntry("changed", 100)
                .containsEntry("gained", 0);
        assertThat(at(report, "transitions")).containsOnlyKeys("allow=allow", "restrict=restrict", "restrict>allow");
        assertThat(at(report, "unknown")).containsOnly(Map.entry("after, untold: author.screenings/PT7M", 500));
    }

    @Test
    void looksOnlyAtTheTimeAndTheSampleAskedFor() throws Exception {
        fill(2_000);
        var hours = report(run(second("from", "2026-11-20T23:50:00Z", "to", "2026-11-20T23:55:00Z")));
        assertThat(hours).containsEntry("messages", 300);
        assertThat(report(run(second("from", "2026-11-21")))).containsEntry("messages", 2_000 - 20 * 60);
        long sampled = number(report(run(second("sample", "500"))).get("messages"));
        assertThat(sampled).isBetween(400L, 600L);
        long share = number(report(run(second("sample", "10%"))).get("messages"));
        assertThat(share).isBetween(140L, 260L);
        assertThat(report(run(second("sample", "1000000")))).containsEntry("messages", 2_000);
    }
}
