package io.gatehouse.service.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.law.Permissions;
import io.gatehouse.moderation.law.Purpose;
import io.gatehouse.service.judging.Norms;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FileScreeningTest {
    private static FileScreening screening;

    @TempDir
    Path directory;

    private final List<String> complaints = new ArrayList<>();

    @BeforeAll
    static void readShippedNorms() {
        var policies = Path.of(System.getProperty("gatehouse.home", "..")).resolve("policies");
        var everything = new Permissions(EnumSet.allOf(Purpose.class), List.of(), List.of());
        var moderator = Norms.read(policies, Norms.Law.SHIPPED).moderator();
        screening = new FileScreening(moderator, _ -> everything, 2, Instant.parse("2026-11-23T10:00:00Z"));
    }

    private record Screened(ScreenSummary summary, List<JsonNode> results) {}

    private Screened screen(Path... files) throws IOException {
        var out = new ByteArrayOutputStream();
        var names = new ArrayList<String>();
        for (Path file : files) names.add(file.toString());
        var summary = screening.screen(names, Surface.COMMENT, out, new FileScreening.Listener() {
            @Override
            public void malformed(String file, long line, String reason) {
                complaints.add(file + ":" + line + ": " + reason);
            }

            @Override
            public void progress(ScreenSummary soFar, long bytesRead) {
                assertThat(bytesRead).isPositive();
            }
        });
        var results = out.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
        return new Screened(summary, results);
    }

    private Path file(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        if (!name.endsWith(".gz")) return Files.writeString(file, content);
        try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    @Test
    void keepsEveryRowInOrderWhicheverWorkerJudgedIt() throws IOException {
        var lines = new StringBuilder();
        for (int i = 0; i < 3_000; i++)
            lines.append("{\"id\":\"r")
                    .append(i)
                    .append("\",\"text\":\"message number ")
                    .append(i)
                    .append("\"}\n");
        var screened = screen(file("many.jsonl.gz", lines.toString()));
        assertThat(screened.summary.messages()).isEqualTo(3_000);
        assertThat(screened.results).hasSize(3_000);
        for (int i = 0; i < 3_000; i++)
            assertThat(screened.results.get(i).get("id").stringValue()).isEqualTo("r" + i);
    }

    @Test
    void namesEachMalformedLineAndGoesOn() throws IOException {
        var screened = screen(file("some.jsonl", """
                {"id":"a","text":"fine"}
                {"id":"b"}
                not json
                {"id":"c","text":""}
                {"id":"d","text":"\\ud800"}
                {"id":"e","text":"x","surface":"moon"}
                {"id":"f","text":7}
                {"id":"g","text":"x"} {"id":"h"}
                {"id":"i","text":"fine too","label":"passed over","toxic":1}
                {"id":"j","text":"x","surface":"encrypted_direct_message"}
                """));
        assertThat(screened.results)
                .extracting(result -> result.get("id").stringValue())
                .containsExactly("a", "i");
        assertThat(screened.summary.malformed()).isEqualTo(8);
        assertThat(complaints)
                .satisfiesExactly(
                        c -> assertThat(c).isEqualTo("some.jsonl:2: no field 'text'"),
                        c -> assertThat(c).startsWith("some.jsonl:3: not JSON").doesNotContain("not json"),
                        c -> assertThat(c).isEqualTo("some.jsonl:4: 'text' is empty"),
                        c -> assertThat(c).contains("some.jsonl:5:").contains("lone surrogate"),
                        c -> assertThat(c).contains("some.jsonl:6: unknown surface"),
                        c -> assertThat(c).isEqualTo("some.jsonl:7: 'text' is not a string"),
                        c -> assertThat(c).contains("some.jsonl:8: more than one"),
                        c -> assertThat(c).contains("some.jsonl:10: an encrypted direct message"));
    }

    @Test
    void refusesALineThatIsTooLongWithoutKeepingIt() throws IOException {
        String long65537 = "é".repeat(32_769);
        var screened = screen(file(
                "long.txt",
                "one\n" + "x".repeat(BoundedLines.MAX_LINE_BYTES + 1) + "\n" + long65537 + "\n" + "y".repeat(65_536)
                        + "\n"));
        assertThat(screened.summary.messages()).isEqualTo(2);
        assertThat(complaints).hasSize(2);
        assertThat(complaints.get(0)).contains("long.txt:2: the line is longer");
        assertThat(complaints.get(1)).contains("long.txt:3: 'text' is longer than 65536 bytes");
    }

    @Test
    void readsTablesByTheirHeader() throws IOException {
        var csv = file("a.csv", "country,text,id\nIE,\"one, with a comma\nand a line\",x\nFR,deux,y\n");
        var tsv = file("b.tsv", "text\tsurface\nthree \"quoted\tprofile\n");
        var screened = screen(csv, tsv);
        assertThat(screened.results)
                .extracting(result -> result.get("id").stringValue())
                .containsExactly("x", "y", "b.tsv:2");
        assertThat(complaints).isEmpty();
        assertThatThrownBy(() -> screen(file("c.csv", "id,message\n1,2\n")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no column 'text'");
    }

    @Test
    void saysThatAFileIsNoGzip() throws IOException {
        Path file = Files.writeString(directory.resolve("fake.txt.gz"), "plain");
        assertThatThrownBy(() -> screen(file)).hasMessageContaining("is not a gzip file");
    }

    @Test
    void findsADisguisedWordAtItsPlaceInTheTextSubmitted() throws IOException {
        var screened = screen(file("one.txt", "You are such an 1d1ot\n"));
        JsonNode result = screened.results.getFirst();
        assertThat(result.get("verdict").stringValue()).isEqualTo("review");
        assertThat(result.at("/labels/0/category").stringValue()).isEqualTo("harassment");
        assertThat(result.at("/signals/0/spans/0/end").intValue()).isEqualTo(21);
        assertThat(screened.summary.verdicts()).containsEntry("review", 1L);
        assertThat(screened.summary.times()).containsKeys("language", "text_rules", "classifiers");
    }
}
