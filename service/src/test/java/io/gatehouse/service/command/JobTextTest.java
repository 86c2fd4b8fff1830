package io.gatehouse.service.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What the command line says of a run. */
class JobTextTest {
    private static String run(String job, String summary) {
        return JobText.run(JsonMapper.shared().readTree("""
                {"execution": 7, "job": "%s", "status": "completed", "done": 1234, "unit": "messages", "fraction": 1.0,
                 "failures": [], "summary": {"eu-west-1": %s}}""".formatted(job, summary)));
    }

    @Test
    void theListTellsWhenAJobRunsByItself() {
        assertThat(JobText.list(JsonMapper.shared().readTree("""
                        {"jobs": [
                          {"name": "orphans", "description": "Tidies.", "parameters": [], "last_run": null, "schedule":
                            {"every_seconds": 604800, "parameters": {"region": "all", "grace_hours": "720"},
                             "next_due": "2026-12-01T04:00:00.123456Z"}},
                          {"name": "replay", "description": "Looks.", "parameters": [], "last_run": null, "schedule": null}]}"""))).isEqualTo("""
                        orphans: Tidies.
                          schedule: every 7 d, next due 2026-12-01T04:00:00Z, with region=all grace_hours=720
                          last run: none
                        replay: Looks.
                          schedule: none; it runs when asked
                          last run: none
                        """);
    }

    @Test
    void aRescanIsATableOfVerdicts() {
        assertThat(
                        run(
                                "rescan",
                                "{\"judged\": 1234, \"changed\": {\"allow>review\": 34}, \"unchanged\": 1200, \"skipped\": {}, \"seconds\": 2.0}"))
                .contains("rescan (execution 7): completed, 1,234 messages, 100 %")
                .contains("eu-west-1", "1,200", "eu-west-1 changed allow>review: 34");
    }

    @Test
    void anotherJobSaysWhatItCountedByItsOwnWords() {
        assertThat(run("archive", """
                        {"before": "2026-09-01T00:00:00Z", "contents": 1200, "sealed_bytes": 345678, "skipped": {"account_erasing": 34},
                         "notes": {"first": "a word"}, "dry_run": true, "seconds": 1.25}""")).isEqualTo("""
                        archive (execution 7): completed, 1,234 messages, 100 %
                        eu-west-1: contents 1,200, sealed bytes 345,678, dry run, 1.3 s
                        eu-west-1 skipped account_erasing: 34
                        """);
    }
}
