package io.gatehouse.moderation.pii;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gatehouse.moderation.rule.PiiKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Needs the labelled sets: {@code -Dgatehouse.data=<directory>}, or {@code ../shared/data} beside the project. */
class PersonalDataOnRealTextsTest {
    /** Their types, and ours. */
    private static final Map<String, PiiKind> KINDS = Map.of(
            "CREDIT_CARD",
            PiiKind.CARD,
            "EMAIL_ADDRESS",
            PiiKind.EMAIL,
            "PHONE_NUMBER",
            PiiKind.PHONE,
            "IP_ADDRESS",
            PiiKind.IP,
            "IBAN_CODE",
            PiiKind.IBAN);

    private static final List<String> PERMISSIVE =
            List.of("sms_spam_uci", "jigsaw_madlibs_77k", "edos_sexism", "convabuse", "implicit_hate_safenlp");

    private static Path data() {
        var named = System.getProperty("gatehouse.data");
        var beside = Path.of(System.getProperty("gatehouse.home", ".."), "..", "..", "shared", "data");
        var path = named == null ? beside : Path.of(named);
        assumeTrue(Files.isDirectory(path), "the labelled sets are not there: " + path);
        return path;
    }

    private static List<JsonNode> rows(Path set) throws IOException {
        var rows = new ArrayList<JsonNode>();
        var mapper = JsonMapper.builder().build();
        try (var files = Files.list(set)) {
            for (var file : files.filter(f -> f.toString().endsWith(".jsonl.gz"))
                    .sorted()
                    .toList())
                try (var reader = new BufferedReader(new InputStreamReader(
                        new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
                    for (String line = reader.readLine(); line != null; line = reader.readLine())
                        rows.add(mapper.readTree(line));
                }
        }
        return rows;
    }

    @Test
    void findsWhatTheSyntheticSetLabels() throws IOException {
        var rows = rows(data().resolve("pii_presidio_synth"));
        var labelled = new TreeMap<PiiKind, int[]>();
        for (var row : rows) {
            String text = row.get("text").asString();
            var found = new ArrayList<PiiKind>();
            PersonalData.find(text, EnumSet.allOf(PiiKind.class), (kind, _, _, _) -> found.add(kind));
            for (var span : row.get("spans")) {
                var kind = KINDS.get(span.get("type").asString());
                if (kind == null) continue;
                int[] counts = labelled.computeIfAbsent(kind, _ -> new int[2]);
                counts[0]++;
                if (found.contains(kind)) counts[1]++;
            }
        }
        labelled.forEach((kind, counts) ->
                System.out.printf("synthetic set, %s: %d of %d%n", kind.wireName(), counts[1], counts[0]));
        assertThat(labelled.get(PiiKind.EMAIL)[1]).isGreaterThanOrEqualTo(labelled.get(PiiKind.EMAIL)[0] * 95 / 100);
    }

    /** How often each kind fires on texts that are not chosen for it; most is there, as people post such data. */
    @Test
    void firesRarelyOnOrdinaryTexts() throws IOException {
        var counts = new TreeMap<String, Integer>();
        int texts = 0;
        for (var set : PERMISSIVE) {
            var directory = data().resolve(set);
            if (!Files.isDirectory(directory)) continue;
            for (var row : rows(directory)) {
                texts++;
                PersonalData.find(
                        row.get("text").asString(),
                        EnumSet.allOf(PiiKind.class),
                        (kind, state, _, _) -> counts.merge(
                                set + " " + kind.wireName() + (state.isEmpty() ? "" : "." + state), 1, Integer::sum));
            }
        }
        int all = texts;
        counts.forEach((name, count) -> System.out.printf("of %d texts, %s: %d%n", all, name, count));
        int nationalIds = counts.entrySet().stream()
                .filter(e -> e.getKey().contains("national_id"))
                .mapToInt(Map.Entry::getValue)
                .sum();
        assertThat(nationalIds).isLessThanOrEqualTo(texts / 10_000);
    }

    /** These texts are not of people who live there, so whatever the country adds is wrong. */
    @Test
    void anAuthorsCountryAddsLittleToTextsFromElsewhere() throws IOException {
        var homes = List.of("PL", "CZ", "ES", "IT", "DK", "NO", "GR", "PT", "SE", "RO", "BR", "IN");
        var added = new TreeMap<String, Integer>();
        int texts = 0;
        for (var set : PERMISSIVE) {
            var directory = data().resolve(set);
            if (!Files.isDirectory(directory)) continue;
            for (var row : rows(directory)) {
                String text = row.get("text").asString();
                texts++;
                if (!PersonalData.isWorthALook(text)) continue;
                int without = phones(text, null);
                for (String home : homes) added.merge(home, phones(text, home) - without, Integer::sum);
            }
        }
        System.out.printf("of %d texts, phone numbers that a country adds: %s%n", texts, added);
        for (int count : added.values()) assertThat(count).isLessThanOrEqualTo(texts / 10_000);
    }

    private static int phones(String text, @Nullable String home) {
        var found = new ArrayList<PiiKind>();
        PersonalData.find(text, EnumSet.of(PiiKind.PHONE), home, (kind, _, _, _) -> found.add(kind));
        return found.size();
    }
}
