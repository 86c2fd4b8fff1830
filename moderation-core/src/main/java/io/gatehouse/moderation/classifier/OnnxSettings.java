package io.gatehouse.moderation.classifier;

import io.gatehouse.moderation.encoder.PieceCutter;
import io.gatehouse.moderation.signal.Category;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the list of models says of a model that an operator brings as an ONNX file.
 *
 * @param languages ISO 639-1 codes of those it may be believed in; never empty
 * @param outputs how many numbers the model says
 * @param counted which of them mean a category; never empty. The others mean nothing
 */
record OnnxSettings(
        String file,
        String sha256,
        String tokenizer,
        String tokenizerSha256,
        SortedSet<String> languages,
        LabelOutput output,
        int outputs,
        SortedMap<Integer, Category> counted,
        int mostPieces) {
    private static final Set<String> KEYS =
            Set.of("file", "sha256", "tokenizer", "tokenizer_sha256", "languages", "output", "labels", "most_pieces");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_.]{0,39}");
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}");

    /** A label that is nothing to look for. */
    private static final String NOTHING = "-";

    OnnxSettings {
        languages = Collections.unmodifiableSortedSet(new TreeSet<>(languages));
        counted = Collections.unmodifiableSortedMap(new TreeMap<>(counted));
    }

    /** @throws ModelRefusedException naming the list, the model, and what is wrong */
    static OnnxSettings of(Path list, String name, @Nullable Object entry) {
        var fault = new Faults(list, name);
        if (!NAME.matcher(name).matches()) throw fault.of("its name must be like " + NAME);
        if (!(entry instanceof Map<?, ?> map)) throw fault.of("onnx must hold the keys " + new TreeSet<>(KEYS));
        for (var key : map.keySet())
            if (!(key instanceof String known && KEYS.contains(known)))
                throw fault.of("no key is called " + key + "; known: " + new TreeSet<>(KEYS));
        for (String key : new TreeSet<>(KEYS)) if (!map.containsKey(key)) throw fault.of(key + " is missing");
        if (!(map.get("most_pieces") instanceof Integer mostPieces)
                || mostPieces < 1
                || mostPieces > PieceCutter.MOST_PIECES)
            throw fault.of("most_pieces must be from 1 to " + PieceCutter.MOST_PIECES + ": " + map.get("most_pieces"));
        if (!(map.get("labels") instanceof Map<?, ?> labels) || labels.isEmpty())
            throw fault.of("labels must say what each number of the model means: " + map.get("labels"));
        String file = Models.text(list, map, "file");
        String tokenizer = Models.text(list, map, "tokenizer");
        Models.requireBeside(list, name, file);
        Models.requireBeside(list, name, tokenizer);
        return new OnnxSettings(
                file,
                Models.text(list, map, "sha256"),
                tokenizer,
                Models.text(list, map, "tokenizer_sha256"),
                languages(fault, map.get("languages")),
                LabelOutput.ofWireName(String.valueOf(map.get("output")))
                        .orElseThrow(() -> fault.of("output must be sigmoid or softmax: " + map.get("output"))),
                labels.size(),
                counted(fault, labels),
                mostPieces);
    }

    private static SortedSet<String> languages(Faults fault, @Nullable Object codes) {
        if (!(codes instanceof List<?> all) || all.isEmpty())
            throw fault.of("languages must be a list of ISO 639-1 codes: " + codes);
        var languages = new TreeSet<String>();
        for (var code : all)
            if (code instanceof String text && LANGUAGE.matcher(text).matches()) languages.add(text);
            // YAML takes a bare no, Norwegian's code, for a word only in some versions.
            else throw fault.of("languages must be ISO 639-1 codes, in quotes where they are no text: " + code);
        return languages;
    }

    private static SortedMap<Integer, Category> counted(Faults fault, Map<?, ?> labels) {
        var counted = new TreeMap<Integer, Category>();
        for (int i = 0; i < labels.size(); i++) {
            // A number that nobody has named is a sign that the list is another model's.
            if (!(labels.get(i) instanceof String label))
                throw fault.of(
                        "labels must be numbered from 0 to " + (labels.size() - 1) + ", and each be a category or \""
                                + NOTHING + "\": " + i + " is " + labels.get(i) + " in " + labels);
            if (label.equals(NOTHING)) continue;
            counted.put(
                    i,
                    Category.ofWireName(label)
                            .orElseThrow(() -> fault.of(
                                    "no category is called '" + label + "', for nothing write \"" + NOTHING + "\"")));
        }
        if (counted.isEmpty()) throw fault.of("labels name no category");
        return counted;
    }

    private record Faults(Path list, String name) {
        ModelRefusedException of(String what) {
            return new ModelRefusedException(list, "model " + name + ": " + what);
        }
    }

    /** Of all that decides what it says of a text: the files, and how they are read. */
    String digest(String name) {
        String all = String.join(
                "\n",
                "onnx 1",
                name,
                sha256,
                tokenizerSha256,
                String.join(",", languages),
                output.wireName(),
                Integer.toString(outputs),
                counted.toString(),
                Integer.toString(mostPieces));
        return ModelContainer.digestOf(all.getBytes(StandardCharsets.UTF_8));
    }
}
