package io.gatehouse.benchmarks.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * A sample of the labelled texts, drawn evenly over sets and languages so that the big English ones do not drown the rest.
 * The texts are hateful by nature: they are sent, never shown.
 */
public final class Messages {
    private static final JsonMapper JSON = new JsonMapper();

    private final List<String> texts;
    private final int sets;
    private final int languages;

    private Messages(List<String> texts, int sets, int languages) {
        this.texts = List.copyOf(texts);
        this.sets = sets;
        this.languages = languages;
    }

    /** Where the texts lie beside a checkout; empty when they are not there. */
    public static Optional<Path> directory(Path home) {
        var beside = home.resolve("../shared/data").normalize();
        return Files.isDirectory(beside) ? Optional.of(beside) : Optional.empty();
    }

    /** @param count drawn; the same for the same seed and files */
    public static Messages sample(Path data, int count, long seed) {
        return sample(data, count, seed, _ -> true);
    }

    /** As {@link #sample(Path, int, long)}, from these sets only. */
    public static Messages sample(Path data, int count, long seed, Predicate<String> sets) {
        var groups = new TreeMap<String, List<String>>();
        try (var files = Files.find(data, 2, (path, _) -> path.toString().endsWith(".jsonl.gz"))) {
            for (var file : files.sorted().toList()) if (sets.test(setOf(file))) read(file, groups);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read the texts in " + data, e);
        }
        var random = new Random(seed);
        groups.values().forEach(group -> Collections.shuffle(group, random));
        var drawn = drawEvenly(List.copyOf(groups.values()), count);
        Collections.shuffle(drawn, random);
        return new Messages(drawn, count(groups, 0), count(groups, 1));
    }

    private static int count(Map<String, List<String>> groups, int part) {
        return (int) groups.keySet().stream()
                .map(name -> name.split(" ", -1)[part])
                .distinct()
                .count();
    }

    private static String setOf(Path file) {
        return String.valueOf(file.getName(file.getNameCount() - 2));
    }

    private static void read(Path file, Map<String, List<String>> groups) throws IOException {
        var set = setOf(file);
        try (var lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                var row = JSON.readTree(line);
                var text = row.path("text").asString("");
                if (text.isBlank()) continue;
                var language = row.path("lang").asString("und");
                groups.computeIfAbsent(set + " " + language, _ -> new ArrayList<>())
                        .add(text);
            }
        }
    }

    /** Small groups give all they have; what they lack is shared among the bigger ones. */
    static List<String> drawEvenly(List<List<String>> groups, int count) {
        var smallestFirst =
                groups.stream().sorted(Comparator.comparingInt(List::size)).toList();
        var drawn = new ArrayList<String>(count);
        for (int i = 0; i < smallestFirst.size(); i++) {
            int share = (count - drawn.size()) / (smallestFirst.size() - i);
            var group = smallestFirst.get(i);
            drawn.addAll(group.subList(0, Math.min(share, group.size())));
        }
        return drawn;
    }

    public int size() {
        return texts.size();
    }

    /** Any number will do: after the last text comes the first again. */
    public String text(int number) {
        return texts.get(Math.floorMod(number, texts.size()));
    }

    /** For the table: what was drawn from. */
    public String origin() {
        return sets + " sets, " + languages + " languages";
    }
}
