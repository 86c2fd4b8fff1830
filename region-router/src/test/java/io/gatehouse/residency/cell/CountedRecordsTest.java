package io.gatehouse.residency.cell;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.casework.CountedRecords;
import io.gatehouse.residency.casework.LogCounts;
import io.gatehouse.residency.casework.LogCounts.Counted;
import io.gatehouse.residency.casework.LogCounts.Question;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.log.LogEntries;
import io.gatehouse.residency.log.LogExporter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a cell counts is what somebody counts who has its log. */
class CountedRecordsTest {
    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2999-01-01T00:00:00Z");
    private static final int ENTRIES = 300;

    private static CellFixture fixture;
    private static Cell cell;

    @BeforeAll
    static void open() {
        fixture = new CellFixture();
        cell = fixture.cell();
        var random = new SplittableRandom(7);
        cell.transact(transaction -> {
            for (int i = 0; i < ENTRIES; i++) transaction.append(entry(i, random));
            return ENTRIES;
        });
        cell.signCheckpoint();
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    private static LogEvent entry(int i, SplittableRandom random) {
        // Some before the span, some at its first moment and within its last second.
        var at = i % 10 == 0 ? FROM.minusMillis(1) : i % 10 == 1 ? FROM : FROM.plus(Duration.ofMinutes(i));
        var facts = new LinkedHashMap<String, Object>();
        facts.put("verdict", random.nextInt(3) == 0 ? "allow" : "restrict");
        facts.put("automated", random.nextBoolean());
        if (random.nextBoolean()) facts.put("automated_detection", random.nextBoolean());
        facts.put("actions", random.nextBoolean() ? List.of("visibility.removed") : List.of("account.suspended", "visibility.removed"));
        facts.put("language", random.nextBoolean() ? "de" : "fr");
        if (random.nextInt(4) > 0) {
            facts.put("dsa_category", "STATEMENT_CATEGORY_VIOLENCE");
            facts.put("dsa_keywords", List.of("KEYWORD_HUMAN_TRAFFICKING"));
            facts.put("ground", random.nextBoolean() ? "illegal_content" : "incompatible_content");
        }
        if (random.nextInt(4) == 0) facts.put("source", "notice");
        if (random.nextInt(5) == 0) facts.put("again", true);
        facts.put("subjects", random.nextInt(9));
        facts.put("to", Map.of("country", random.nextBoolean() ? "US" : "JP"));
        String kind = random.nextInt(6) == 0 ? "decision-moved" : random.nextBoolean() ? "decision" : "redecision";
        return new LogEvent("eu-west-1.d.counted" + i, kind, at, new EntryFacts(facts));
    }

    private static List<JsonNode> exported(Path directory) {
        LogExporter.export(cell.log(), directory);
        var entries = new ArrayList<JsonNode>();
        LogEntries.each(directory, line -> entries.add(JsonMapper.shared().readTree(line)));
        return entries;
    }

    private static boolean isInSpan(JsonNode entry) {
        var at = Instant.parse(entry.path("time").asString());
        return !at.isBefore(FROM) && at.isBefore(TO);
    }

    @Test
    void measuresAreThoseOfTheExportedLogEachOnce(@TempDir Path directory) {
        var expected = new ArrayList<String>();
        for (var entry : exported(directory)) {
            var facts = entry.path("facts");
            if (isInSpan(entry)
                    && List.of("decision", "redecision", "edit").contains(entry.path("kind").asString())
                    && facts.path("verdict").asString("").equals("restrict")
                    && !facts.path("again").asBoolean(false)) expected.add(entry.path("id").asString());
        }
        assertThat(expected).hasSizeBetween(50, ENTRIES);
        var records = new CountedRecords(cell);
        var listed = new TreeMap<String, CountedRecords.Measure>();
        records.eachMeasure(FROM, TO, measure -> listed.put(measure.id(), measure));
        assertThat(listed.keySet()).containsExactlyInAnyOrderElementsOf(expected);
        var counted = records.measures(FROM, TO);
        assertThat(counted).hasSizeLessThan(expected.size());
        var ungrouped = new TreeMap<String, Long>();
        listed.values().forEach(measure -> ungrouped.merge(group(measure), 1L, Long::sum));
        var grouped = new TreeMap<String, Long>();
        counted.forEach(measure -> assertThat(grouped.put(group(measure), measure.number()))
                .as("one row a group")
                .isNull());
        assertThat(grouped).isEqualTo(ungrouped);
    }

    private static String group(CountedRecords.Measure of) {
        return String.join(
                "|",
                of.source(),
                Boolean.toString(of.isAutomated()),
                Boolean.toString(of.isDetected()),
                of.ground(),
                of.category(),
                of.keywords().toString(),
                of.actions().toString(),
                of.language());
    }

    @Test
    void aQuestionHasTheSameAnswerForWhoHasTheExportedLog(@TempDir Path directory) {
        var question = new Question(
                List.of("decision", "decision-moved"),
                List.of("kind", "verdict", "to.country", "actions"),
                Map.of("language", List.of("de", "xx")),
                "subjects");
        var numbers = new TreeMap<String, Long>();
        var sums = new TreeMap<String, Long>();
        for (var entry : exported(directory)) {
            var facts = entry.path("facts");
            if (!isInSpan(entry)
                    || !question.kinds().contains(entry.path("kind").asString())
                    || !facts.path("language").asString("").equals("de")) continue;
            var actions = new ArrayList<String>();
            for (var action : facts.path("actions").values()) actions.add(action.asString());
            String key = List.of(
                            entry.path("kind").asString(),
                            facts.path("verdict").asString(),
                            facts.path("to").path("country").asString(),
                            String.join(", ", actions))
                    .toString();
            numbers.merge(key, 1L, Long::sum);
            sums.merge(key, facts.path("subjects").longValue(), Long::sum);
        }
        var counted = new LogCounts(cell).count(question, FROM, TO);
        assertThat(numbers).hasSizeGreaterThan(4);
        assertThat(counted).hasSameSizeAs(numbers.keySet());
        for (Counted each : counted) {
            assertThat(numbers).containsEntry(each.values().toString(), each.number());
            assertThat(sums).containsEntry(each.values().toString(), each.sum());
        }
        assertThat(question.jq(FROM, TO))
                .isEqualTo("./gatehouse report entries LOG | jq -c 'select((.kind==\"decision\" or .kind==\"decision-moved\")"
                        + " and .time[:19]>=\"2026-01-01T00:00:00\" and .time[:19]<\"2999-01-01T00:00:00\" and"
                        + " (.facts.language==\"de\" or .facts.language==\"xx\")) | [.kind,.facts.verdict,.facts.to.country,"
                        + ".facts.actions] + [.facts.subjects]' (the last number is added up)");
    }
}
