package io.gatehouse.moderation.policy;

import io.gatehouse.moderation.rule.SourceLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One mapping of a policy file. Every getter records a fault and answers empty, or the default, when the value is not
 * what it should be; {@link #close} then reports the keys that nobody asked for.
 */
final class Section {
    private final String file;
    private final String what;
    private final MappingNode node;
    private final Faults faults;
    private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
    // A list, for the few names that a section is asked for: a set costs more than all the rest of reading it.
    private final List<String> asked = new ArrayList<>();

    Section(String file, String what, MappingNode node, Faults faults) {
        this.file = file;
        this.what = what;
        this.node = node;
        this.faults = faults;
        for (var tuple : node.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (entries.put(key, tuple) != null)
                faults.add(file, tuple.getKeyNode(), "'" + key + "' stands twice in " + what, null);
        }
    }

    String file() {
        return file;
    }

    SourceLine source() {
        return new SourceLine(file, Faults.lineOf(node));
    }

    SourceLine sourceOf(String key) {
        var entry = entries.get(key);
        return entry == null ? source() : new SourceLine(file, Faults.lineOf(entry.getKeyNode()));
    }

    Faults faults() {
        return faults;
    }

    boolean has(String key) {
        asked.add(key);
        return entries.containsKey(key);
    }

    Set<String> keys() {
        return entries.keySet();
    }

    /** Reports keys that were not asked for. */
    void close() {
        entries.forEach((key, entry) -> {
            if (!asked.contains(key))
                faults.add(
                        file,
                        entry.getKeyNode(),
                        "unknown key '" + key + "' in " + what,
                        Suggestions.forName(key, new LinkedHashSet<>(asked)));
        });
    }

    @Nullable
    Node get(String key) {
        asked.add(key);
        var entry = entries.get(key);
        return entry == null ? null : entry.getValueNode();
    }

    private @Nullable Node require(String key) {
        var value = get(key);
        if (value == null) faults.add(source(), what + " has no '" + key + "'", null);
        return value;
    }

    Optional<Located> text(String key) {
        var value = require(key);
        return value == null ? Optional.empty() : asText(key, value);
    }

    Optional<Located> optionalText(String key) {
        var value = get(key);
        return value == null ? Optional.empty() : asText(key, value);
    }

    Optional<Located> asText(String key, Node value) {
        boolean isText = value instanceof ScalarNode scalar
                && !scalar.getTag().equals(Tag.NULL)
                && !scalar.getValue().isBlank();
        if (isText) return Optional.of(new Located(((ScalarNode) value).getValue(), at(value)));
        faults.add(file, value, "'" + key + "' must be a text", null);
        return Optional.empty();
    }

    /** One of a closed set of names. */
    <T> Optional<T> oneOf(String key, Optional<Located> name, Function<String, Optional<T>> parse, List<String> known) {
        if (name.isEmpty()) return Optional.empty();
        var parsed = parse.apply(name.get().text());
        if (parsed.isEmpty()) {
            String wrong = name.get().text();
            faults.add(name.get().at(), "unknown " + key + " '" + wrong + "'", Suggestions.forName(wrong, known));
        }
        return parsed;
    }

    /** An integer in [least, most]; the default when the key is absent. */
    int integer(String key, int least, int most, int otherwise) {
        var value = get(key);
        if (value == null) return otherwise;
        if (value instanceof ScalarNode scalar && scalar.getTag().equals(Tag.INT)) {
            try {
                int number = Integer.parseInt(scalar.getValue());
                if (number >= least && number <= most) return number;
            } catch (NumberFormatException e) {
                // Too large for an int, so out of range like any other: reported below.
            }
        }
        faults.add(file, value, "'" + key + "' must be a whole number from " + least + " to " + most, null);
        return otherwise;
    }

    /** A required number in [0, 1]. */
    double fraction(String key) {
        var value = require(key);
        if (value == null) return 0;
        if (value instanceof ScalarNode scalar
                && (scalar.getTag().equals(Tag.INT) || scalar.getTag().equals(Tag.FLOAT))) {
            double number = parseDouble(scalar.getValue());
            if (number >= 0 && number <= 1) return number;
        }
        faults.add(file, value, "'" + key + "' must be a number from 0 to 1", null);
        return 0;
    }

    private static double parseDouble(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN; // YAML's own spellings of infinity and not-a-number
        }
    }

    boolean flag(String key) {
        var value = get(key);
        if (value == null) return false;
        if (value instanceof ScalarNode scalar && scalar.getTag().equals(Tag.BOOL))
            return Boolean.parseBoolean(scalar.getValue());
        faults.add(file, value, "'" + key + "' must be true or false", null);
        return false;
    }

    Optional<Duration> duration(String key) {
        var name = text(key);
        return name.flatMap(text -> {
            var parsed = Durations.parse(text.text());
            if (parsed.isEmpty())
                faults.add(text.at(), "'" + key + "' must be a duration above zero", "like 250ms, 30s, 10m, 24h, P30D");
            return parsed;
        });
    }

    /** The elements of a list; a single value is a list of one. Empty when the key is absent. */
    List<Node> list(String key) {
        var value = get(key);
        if (value == null) return List.of();
        return value instanceof SequenceNode sequence ? sequence.getValue() : List.of(value);
    }

    List<Located> texts(String key) {
        var texts = new ArrayList<Located>();
        for (var element : list(key)) asText(key, element).ifPresent(texts::add);
        return texts;
    }

    /** The section under the key; a fault when it is absent or something else. */
    Optional<Section> section(String key) {
        var value = require(key);
        return value == null ? Optional.empty() : asSection(key, value);
    }

    List<Section> sections(String key) {
        var sections = new ArrayList<Section>();
        for (var element : list(key)) asSection(key, element).ifPresent(sections::add);
        return sections;
    }

    Optional<Section> asSection(String key, Node value) {
        if (value instanceof MappingNode mapping)
            return Optional.of(new Section(file, "'" + key + "'", mapping, faults));
        faults.add(file, value, "'" + key + "' must be a mapping", null);
        return Optional.empty();
    }

    private SourceLine at(Node value) {
        return new SourceLine(file, Faults.lineOf(value));
    }

    /** A text and where it stands. */
    record Located(String text, SourceLine at) {}
}
