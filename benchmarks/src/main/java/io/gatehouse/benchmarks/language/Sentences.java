package io.gatehouse.benchmarks.language;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.json.JsonMapper;

/** Texts in known languages: the project's own, written in each of them, and labelled sets where they are at hand. */
final class Sentences {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern SLOT = Pattern.compile("\\{([a-z]+)(?:\\.([a-z]+))?}");

    private Sentences() {}

    /** {@code templates/LANG.tsv}, each slot filled with any row that has the form; in the order of the files. */
    static List<Sentence> templates(Path training) throws IOException {
        var sentences = new LinkedHashSet<Sentence>();
        try (var files = Files.list(training.resolve("templates"))) {
            for (var file : files.sorted().toList()) {
                String language = file.getFileName().toString().replace(".tsv", "");
                var fillers = fillers(training.resolve("fillers").resolve(language + ".tsv"));
                var random = new Random(language.hashCode());
                var lines = Files.readAllLines(file);
                for (String line : lines.subList(1, lines.size())) {
                    String text = filled(line.split("\t", -1)[2], fillers, random);
                    if (text.indexOf('{') < 0) sentences.add(new Sentence("templates", language, text));
                }
            }
        }
        return List.copyOf(sentences);
    }

    private static String filled(String template, Map<String, List<String>> fillers, Random random) {
        return SLOT.matcher(template).replaceAll(slot -> {
            String form = slot.group(2) == null ? "nom" : slot.group(2);
            var words = fillers.getOrDefault(slot.group(1) + "." + form, List.of());
            return words.isEmpty()
                    ? "{}"
                    : java.util.regex.Matcher.quoteReplacement(words.get(random.nextInt(words.size())));
        });
    }

    private static Map<String, List<String>> fillers(Path file) throws IOException {
        var fillers = new HashMap<String, List<String>>();
        if (!Files.exists(file)) return fillers;
        var lines = Files.readAllLines(file);
        var header = lines.getFirst().split("\t", -1);
        for (String line : lines.subList(1, lines.size())) {
            var cells = line.split("\t", -1);
            for (int i = 1; i < Math.min(cells.length, header.length); i++)
                if (!cells[i].isBlank())
                    fillers.computeIfAbsent(cells[0] + "." + header[i], _ -> new ArrayList<>())
                            .add(cells[i]);
        }
        return fillers;
    }

    /** Rows of labelled sets, {@code SET/*.jsonl.gz} with {@code text} and {@code lang}; at most so many of each set. */
    static List<Sentence> labelled(Path data, int most) throws IOException {
        var sentences = new ArrayList<Sentence>();
        try (var sets = Files.list(data)) {
            for (var set : sets.filter(Files::isDirectory).sorted().toList()) {
                try (var files = Files.list(set)) {
                    for (var file : files.filter(it -> it.toString().endsWith(".jsonl.gz"))
                            .sorted()
                            .toList()) read(file, set.getFileName().toString(), most, sentences);
                }
            }
        }
        return sentences;
    }

    private static void read(Path file, String set, int most, List<Sentence> into) throws IOException {
        try (var lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            int left = most;
            for (String line = lines.readLine(); line != null && left > 0; line = lines.readLine()) {
                var row = JSON.readTree(line);
                String language = row.path("lang").asString("");
                String text = row.path("text").asString("");
                if (language.length() != 2 || text.isBlank()) continue;
                into.add(new Sentence(set, language, text));
                left--;
            }
        }
    }

    /** {@code LANG.txt} of a folder, a sentence a line. */
    static List<Sentence> lines(Path folder, String set) throws IOException {
        var sentences = new ArrayList<Sentence>();
        try (var files = Files.list(folder)) {
            for (var file :
                    files.filter(it -> it.toString().endsWith(".txt")).sorted().toList())
                for (String line : Files.readAllLines(file))
                    if (!line.isBlank())
                        sentences.add(
                                new Sentence(set, file.getFileName().toString().replace(".txt", ""), line.strip()));
        }
        return sentences;
    }

    /** Stretches of so many words, one of each sentence that is long enough. */
    static List<Sentence> cut(List<Sentence> sentences, int words, long seed) {
        var random = new Random(seed);
        var cut = new ArrayList<Sentence>();
        for (var sentence : sentences) {
            var all = sentence.text().split("\\s+", -1);
            if (all.length < words) continue;
            int from = random.nextInt(all.length - words + 1);
            var text = String.join(" ", List.of(all).subList(from, from + words));
            cut.add(new Sentence(sentence.set(), sentence.language(), text));
        }
        return cut;
    }
}
