package io.gatehouse.moderation.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * One rule or one bank in the text of its file: found, replaced, added or removed, while comments, order and everything else
 * stay as written. Knows YAML, not policies: whether the entry makes sense is for {@link PolicyLoader} to say.
 */
public final class EntryEditor {
    /** Characters: the largest bank of 50,000 words has some hundred thousand. */
    public static final int MAX_ENTRY = 2_000_000;

    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setMaxAliasesForCollections(0)
            .setCodePointLimit(YamlFile.MAX_BYTES)
            .setAllowDuplicateKeys(true)
            .build();

    private EntryEditor() {}

    /** Which list of a file an entry stands in. */
    public enum Kind {
        RULE("rules"),
        BANK("banks");

        private final String key;

        Kind(String key) {
            this.key = key;
        }
    }

    /**
     * An entry as it stands in its file.
     *
     * @param line 1-based, of its beginning
     * @param yaml without the indentation that its place gives it, ends with a line feed
     */
    public record Entry(int line, String yaml) {}

    /** What came of a change. */
    public sealed interface Edit {
        /** @param text the whole file anew */
        record Edited(String text) implements Edit {}

        /** @param sentence why it cannot be made */
        record Refused(String sentence) implements Edit {}
    }

    /** Lines of a file that are one entry, and the column of its dash. */
    private record Place(List<String> lines, int first, int last, int dash, boolean isOnly, int listLine) {}

    /** Empty also when the file cannot be read as YAML, or holds its entries in brackets. */
    public static Optional<Entry> find(String file, Kind kind, String id) {
        return place(file, kind, id).map(place -> new Entry(place.first + 1, entryOf(place)));
    }

    /** The ids of the entries of a file, in order; none when it cannot be read. */
    public static List<String> ids(String file, Kind kind) {
        return list(file, kind).stream()
                .flatMap(list -> list.getValue().stream())
                .flatMap(node -> idOf(node).stream())
                .toList();
    }

    /**
     * Puts an entry in the place of the one of the same id; where the file has none, at the end of its list, which is begun
     * when need be.
     *
     * @param entry a YAML mapping (so JSON will do) whose {@code id} is {@code id}
     */
    public static Edit put(String file, Kind kind, String id, String entry) {
        String fault = faultOf(entry, id);
        if (fault != null) return new Edit.Refused(fault);
        var there = place(file, kind, id);
        var list = list(file, kind);
        String edited;
        if (there.isPresent()) {
            var place = there.get();
            edited = replaced(place, indented(entry, place.dash));
        } else if (list.isPresent() && !list.get().getValue().isEmpty()) {
            if (list.get().getFlowStyle() == FlowStyle.FLOW)
                return new Edit.Refused(
                        "the file holds its " + kind.key + " in brackets; write each on lines of its own first");
            var last = idOf(list.get().getValue().getLast()).flatMap(lastId -> place(file, kind, lastId));
            if (last.isEmpty()) return new Edit.Refused("the last of the file's " + kind.key + " has no id");
            edited = after(last.get(), indented(entry, last.get().dash));
        } else if (list.isEmpty() && root(file).isPresent()) {
            edited = file + (file.isEmpty() || file.endsWith("\n") ? "" : "\n") + kind.key + ":\n"
                    + joined(indented(entry, 2)) + "\n";
        } else {
            return new Edit.Refused("the file's " + kind.key + " cannot be read as a list");
        }
        // What was meant must be what a reader finds.
        if (!ids(edited, kind).contains(id)) return new Edit.Refused("the entry does not fit into the file");
        return new Edit.Edited(edited);
    }

    /** Takes an entry out, with the comments inside it; those before it stay. */
    public static Edit remove(String file, Kind kind, String id) {
        var place = place(file, kind, id);
        if (place.isEmpty()) return new Edit.Refused("the file holds no such entry");
        var lines = new ArrayList<>(place.get().lines);
        lines.subList(place.get().first, place.get().last + 1).clear();
        // A list without entries would be a key without a value.
        if (place.get().isOnly) lines.remove(place.get().listLine);
        return new Edit.Edited(joined(lines));
    }

    private static @Nullable String faultOf(String entry, String id) {
        if (entry.length() > MAX_ENTRY) return "the entry has more than " + MAX_ENTRY + " characters";
        if (entry.lines().anyMatch(line -> line.startsWith("---") || line.startsWith("...") || line.startsWith("%")))
            return "the entry must be one YAML mapping, without document marks";
        try {
            var node = new Compose(SETTINGS).composeString(entry);
            if (node.isEmpty() || !(node.get() instanceof MappingNode)) return "the entry must be a YAML mapping";
            var named = idOf(node.get());
            if (named.isEmpty()) return "the entry has no 'id'";
            return named.get().equals(id) ? null : "the entry's id is '" + named.get() + "', not '" + id + "'";
        } catch (YamlEngineException e) {
            return "the entry is not YAML: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        }
    }

    private static Optional<Place> place(String file, Kind kind, String id) {
        var list = list(file, kind);
        if (list.isEmpty() || list.get().getFlowStyle() == FlowStyle.FLOW) return Optional.empty();
        var nodes = list.get().getValue();
        var lines = List.of(file.split("\n", -1));
        for (int i = 0; i < nodes.size(); i++) {
            if (idOf(nodes.get(i)).filter(id::equals).isEmpty()) continue;
            int dash = list.get().getStartMark().orElseThrow().getColumn();
            int first =
                    dashLine(lines, nodes.get(i).getStartMark().orElseThrow().getLine(), dash);
            int beyond = i + 1 < nodes.size()
                    ? dashLine(
                            lines, nodes.get(i + 1).getStartMark().orElseThrow().getLine(), dash)
                    : lines.size();
            int last = first;
            for (int line = first + 1; line < beyond; line++) {
                if (lines.get(line).isBlank()) continue;
                // Lines as far left as the dash belong to what comes next: comments about it, or another key.
                if (indentOf(lines.get(line)) <= dash) break;
                last = line;
            }
            int listLine = keyLine(file, kind);
            return Optional.of(new Place(lines, first, last, dash, nodes.size() == 1, listLine));
        }
        return Optional.empty();
    }

    /** A dash may stand on a line of its own before its mapping. */
    private static int dashLine(List<String> lines, int line, int dash) {
        for (int at = line; at >= 0; at--) {
            String text = lines.get(at);
            if (indentOf(text) == dash && text.startsWith("-", dash)) return at;
        }
        return line;
    }

    private static int indentOf(String line) {
        int indent = 0;
        while (indent < line.length() && line.charAt(indent) == ' ') indent++;
        return indent;
    }

    private static String entryOf(Place place) {
        var lines = new ArrayList<String>();
        for (int i = place.first; i <= place.last; i++) {
            String line = place.lines.get(i);
            if (i == place.first) line = " ".repeat(place.dash + 1) + line.substring(place.dash + 1);
            lines.add(line);
        }
        return joined(dedented(lines)) + "\n";
    }

    private static List<String> dedented(List<String> lines) {
        int least = lines.stream()
                .filter(line -> !line.isBlank())
                .mapToInt(EntryEditor::indentOf)
                .min()
                .orElse(0);
        return lines.stream()
                .map(line -> line.isBlank() ? "" : line.substring(least))
                .dropWhile(String::isEmpty)
                .toList();
    }

    private static List<String> indented(String entry, int dash) {
        var lines = new ArrayList<>(dedented(List.of(entry.stripTrailing().split("\r?\n", -1))));
        String rest = " ".repeat(dash + 2);
        // A comment first would stand where the dash must.
        boolean beginsWithComment = lines.getFirst().startsWith("#");
        for (int i = 0; i < lines.size(); i++)
            if (!lines.get(i).isEmpty())
                lines.set(i, (i == 0 && !beginsWithComment ? " ".repeat(dash) + "- " : rest) + lines.get(i));
        if (beginsWithComment) lines.addFirst(" ".repeat(dash) + "-");
        return lines;
    }

    private static String replaced(Place place, List<String> entry) {
        var lines = new ArrayList<>(place.lines.subList(0, place.first));
        lines.addAll(entry);
        lines.addAll(place.lines.subList(place.last + 1, place.lines.size()));
        return joined(lines);
    }

    private static String after(Place place, List<String> entry) {
        var lines = new ArrayList<>(place.lines.subList(0, place.last + 1));
        lines.addAll(entry);
        var rest = place.lines.subList(place.last + 1, place.lines.size());
        lines.addAll(rest.isEmpty() ? List.of("") : rest);
        return joined(lines);
    }

    private static String joined(List<String> lines) {
        return lines.stream().collect(Collectors.joining("\n"));
    }

    private static Optional<SequenceNode> list(String file, Kind kind) {
        return root(file)
                .flatMap(mapping -> mapping.getValue().stream()
                        .filter(tuple -> textOf(tuple.getKeyNode())
                                .filter(kind.key::equals)
                                .isPresent())
                        .findFirst())
                .flatMap(tuple ->
                        tuple.getValueNode() instanceof SequenceNode list ? Optional.of(list) : Optional.empty());
    }

    private static int keyLine(String file, Kind kind) {
        return root(file).stream()
                .flatMap(mapping -> mapping.getValue().stream())
                .map(tuple -> tuple.getKeyNode())
                .filter(key -> textOf(key).filter(kind.key::equals).isPresent())
                .map(key -> key.getStartMark().orElseThrow().getLine())
                .findFirst()
                .orElseThrow();
    }

    private static Optional<MappingNode> root(String file) {
        try {
            return new Compose(SETTINGS)
                    .composeString(file)
                    .flatMap(node -> node instanceof MappingNode mapping ? Optional.of(mapping) : Optional.empty());
        } catch (YamlEngineException e) {
            return Optional.empty(); // What is wrong with the file is told where files are checked.
        }
    }

    private static Optional<String> idOf(Node node) {
        if (!(node instanceof MappingNode mapping)) return Optional.empty();
        return mapping.getValue().stream()
                .filter(tuple -> textOf(tuple.getKeyNode()).filter("id"::equals).isPresent())
                .findFirst()
                .flatMap(tuple -> textOf(tuple.getValueNode()));
    }

    private static Optional<String> textOf(Node node) {
        return node instanceof ScalarNode scalar ? Optional.of(scalar.getValue()) : Optional.empty();
    }

    /** For messages: {@code rule} or {@code bank}. */
    public static String nameOf(Kind kind) {
        return Objects.requireNonNull(kind).name().toLowerCase(Locale.ROOT);
    }
}
