package io.gatehouse.moderation.classifier;

import io.gatehouse.moderation.encoder.SentenceEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** The models that {@code models/models.yaml} of a policies directory lists, each loaded and its digest checked. Immutable. */
public final class Models {
    /** Absent: no models are shipped with these policies. */
    static final String LIST = "models/models.yaml";

    private static final Set<String> NEEDED = Set.of("name", "file", "sha256");
    private static final Set<String> OPTIONAL = Set.of("evidence", "cascade");
    private static final String ONNX = "onnx";
    private static final Set<String> NEEDED_OF_ONNX = Set.of("name", ONNX);
    private static final Set<String> NEEDED_OF_CASCADE = Set.of("file", "sha256", "evidence", "share");
    private static final String ENCODER = "encoder";
    private static final Set<String> NEEDED_OF_ENCODER = Set.of("file", "sha256");

    private final Map<String, TextClassifier> byName;

    private Models(Map<String, TextClassifier> byName) {
        this.byName = Map.copyOf(byName);
    }

    /** @throws ModelRefusedException at the first model that is missing, broken, or other than listed */
    public static Models load(Path policiesDirectory) {
        var list = policiesDirectory.resolve(LIST);
        if (!Files.exists(list)) return new Models(Map.of());
        var byName = new TreeMap<String, TextClassifier>();
        for (var entry : entries(list)) {
            String name = text(list, entry, "name");
            if (byName.put(name, model(list, entry, name)) != null)
                throw new ModelRefusedException(list, "model " + name + " is listed twice");
        }
        return new Models(byName);
    }

    private static TextClassifier model(Path list, Map<?, ?> entry, String name) {
        if (!entry.containsKey(ONNX)) return shipped(list, entry, name);
        var model = OnnxTextClassifier.load(list, name, OnnxSettings.of(list, name, entry.get(ONNX)));
        if (!entry.containsKey("evidence")) return model;
        String evidence = text(list, entry, "evidence");
        requireBeside(list, name, evidence);
        return model.with(Evidence.read(list.resolveSibling(evidence), model.digest()));
    }

    /** Of the program's own kinds. */
    private static TextClassifier shipped(Path list, Map<?, ?> entry, String name) {
        String file = text(list, entry, "file");
        requireBeside(list, name, file);
        var path = list.resolveSibling(file);
        TextClassifier model = ModelContainer.begins(path, GramClassifier.MAGIC)
                ? GramClassifier.load(path)
                : CompactTextClassifier.load(path);
        String digest = "sha256:" + text(list, entry, "sha256");
        if (!model.digest().equals(digest))
            throw new ModelRefusedException(
                    list.resolveSibling(file), "is " + model.digest() + ", but " + LIST + " lists " + digest);
        if (!model.name().equals(name))
            throw new ModelRefusedException(list.resolveSibling(file), "is named " + model.name() + ", not " + name);
        if (entry.containsKey("evidence")) {
            String evidence = text(list, entry, "evidence");
            requireBeside(list, name, evidence);
            model = model.with(Evidence.read(list.resolveSibling(evidence), digest));
        }
        return entry.containsKey("cascade") ? cascade(list, entry.get("cascade"), name, model) : model;
    }

    /** The file is checked even where no text is to go to the transformer: a share is a word in a list, a broken file is a fault. */
    private static TextClassifier cascade(Path list, @Nullable Object entry, String name, TextClassifier model) {
        if (!(entry instanceof Map<?, ?> map)
                || !map.keySet().containsAll(NEEDED_OF_CASCADE)
                || !map.keySet().stream().allMatch(key -> NEEDED_OF_CASCADE.contains(key) || key.equals(ENCODER))
                || !(map.get("share") instanceof Number share)
                || !(share.doubleValue() >= 0 && share.doubleValue() <= 1))
            throw new ModelRefusedException(
                    list,
                    "a cascade of " + name
                            + " needs file, sha256, evidence, and share, a number from 0 to 1; may have an encoder;"
                            + " and nothing else: "
                            + entry);
        if (!(model instanceof GramClassifier cheap))
            throw new ModelRefusedException(list, name + " is no model that a cascade can stand on");
        String file = text(list, map, "file");
        String evidence = text(list, map, "evidence");
        requireBeside(list, name, file);
        requireBeside(list, name, evidence);
        var encoder = map.containsKey(ENCODER) ? tuned(list, map.get(ENCODER), name) : SentenceEncoder.shipped();
        var cascade = CascadeClassifier.of(cheap, list.resolveSibling(file), encoder, share.doubleValue());
        String digest = "sha256:" + text(list, map, "sha256");
        if (!cascade.headDigest().equals(digest))
            throw new ModelRefusedException(
                    list.resolveSibling(file), "is " + cascade.headDigest() + ", but " + LIST + " lists " + digest);
        return cascade.withEvidenceOfBoth(Evidence.read(list.resolveSibling(evidence), digest));
    }

    /** The encoder with layers of its own. */
    private static SentenceEncoder tuned(Path list, @Nullable Object entry, String name) {
        if (!(entry instanceof Map<?, ?> map) || !map.keySet().equals(NEEDED_OF_ENCODER))
            throw new ModelRefusedException(
                    list, "an encoder of " + name + " needs file and sha256, and nothing else: " + entry);
        String file = text(list, map, "file");
        requireBeside(list, name, file);
        var layers = TunedLayers.load(list.resolveSibling(file));
        String digest = "sha256:" + text(list, map, "sha256");
        if (!layers.digest().equals(digest))
            throw new ModelRefusedException(
                    list.resolveSibling(file), "is " + layers.digest() + ", but " + LIST + " lists " + digest);
        return SentenceEncoder.shipped().with(layers);
    }

    static void requireBeside(Path list, String name, String file) {
        if (file.contains("/") || file.contains("\\") || file.startsWith("."))
            throw new ModelRefusedException(list, "files of " + name + " must stand beside the list: " + file);
    }

    private static List<Map<?, ?>> entries(Path list) {
        Object root;
        try {
            root = new Load(LoadSettings.builder().setLabel(list.toString()).build())
                    .loadFromString(Files.readString(list));
        } catch (IOException | YamlEngineException e) {
            throw new ModelRefusedException(list, "cannot be read: " + e.getMessage(), e);
        }
        if (!(root instanceof Map<?, ?> map) || !(map.get("models") instanceof List<?> models) || map.size() != 1)
            throw new ModelRefusedException(list, "must hold one key, models, with a list");
        return models.stream().<Map<?, ?>>map(entry -> entryOf(list, entry)).toList();
    }

    private static Map<?, ?> entryOf(Path list, Object entry) {
        if (entry instanceof Map<?, ?> map
                && (holds(map, NEEDED, OPTIONAL) || holds(map, NEEDED_OF_ONNX, Set.of("evidence")))) return map;
        throw new ModelRefusedException(
                list,
                "every model needs name, file and sha256, and may have evidence and a cascade; or needs name and onnx, and may"
                        + " have evidence; and nothing else: " + entry);
    }

    private static boolean holds(Map<?, ?> entry, Set<String> needed, Set<String> optional) {
        return entry.keySet().containsAll(needed)
                && entry.keySet().stream().allMatch(key -> needed.contains(key) || optional.contains(key));
    }

    static String text(Path list, Map<?, ?> entry, String key) {
        if (entry.get(key) instanceof String text && !text.isBlank()) return text;
        throw new ModelRefusedException(list, key + " of a model is not a text: " + entry.get(key));
    }

    public Optional<TextClassifier> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** In order of name. */
    public List<TextClassifier> all() {
        return new TreeMap<>(byName).values().stream().toList();
    }
}
