package io.gatehouse.moderation.policy;

import java.util.BitSet;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Adds words to a bank and removes some, in the text of its file: comments, order and everything else stay as written. */
public final class BankEditor {
    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setMaxAliasesForCollections(0)
            .setCodePointLimit(YamlFile.MAX_BYTES)
            .setAllowDuplicateKeys(true)
            .build();

    private BankEditor() {}

    /** What came of an edit. */
    public sealed interface Edit {
        /** @param text the whole file anew */
        record Edited(String text) implements Edit {}

        /** The file holds no such word bank. */
        record NoSuchBank() implements Edit {}

        /** @param sentence why the edit cannot be made in this file */
        record Refused(String sentence) implements Edit {}
    }

    /**
     * @param add words that the bank holds already are left as they are
     * @param remove words that it does not hold are left out
     */
    public static Edit edit(String yaml, String bank, List<String> add, List<String> remove) {
        Optional<Node> root;
        try {
            root = new Compose(SETTINGS).composeString(yaml);
        } catch (YamlEngineException e) {
            return new Edit.Refused("the file is not YAML: " + e.getMessage());
        }
        var words = root.flatMap(node -> words(node, bank));
        if (words.isEmpty()) return new Edit.NoSuchBank();
        if (!(words.get() instanceof SequenceNode sequence)
                || sequence.getValue().isEmpty()) return new Edit.Refused("the words of the bank are no list");
        var there = new HashSet<String>();
        sequence.getValue().forEach(node -> valueOf(node).ifPresent(there::add));
        var gone = new HashSet<>(remove);
        Set<String> fresh = new LinkedHashSet<>(add);
        fresh.removeAll(there);
        // By identity, and in order: a bank may hold hundreds of thousands of words.
        SequencedSet<Node> kept = Collections.newSequencedSetFromMap(new LinkedHashMap<>());
        for (Node node : sequence.getValue())
            if (valueOf(node).filter(gone::contains).isEmpty()) kept.add(node);
        if (kept.isEmpty() && fresh.isEmpty())
            return new Edit.Refused("a bank without words can match nothing; remove it instead");
        return new Edit.Edited(
                sequence.getFlowStyle() == FlowStyle.FLOW
                        ? flow(yaml, sequence, kept, fresh)
                        : block(yaml, sequence, kept, fresh));
    }

    private static Optional<Node> words(Node root, String bank) {
        if (!(value(root, "banks").orElse(null) instanceof SequenceNode banks)) return Optional.empty();
        return banks.getValue().stream()
                .filter(node -> value(node, "id")
                        .flatMap(BankEditor::valueOf)
                        .filter(bank::equals)
                        .isPresent())
                .findFirst()
                .flatMap(node -> value(node, "words"));
    }

    private static Optional<Node> value(Node node, String key) {
        if (!(node instanceof MappingNode mapping)) return Optional.empty();
        return mapping.getValue().stream()
                .filter(tuple -> valueOf(tuple.getKeyNode()).filter(key::equals).isPresent())
                .map(tuple -> tuple.getValueNode())
                .findFirst();
    }

    private static Optional<String> valueOf(Node node) {
        return node instanceof ScalarNode scalar ? Optional.of(scalar.getValue()) : Optional.empty();
    }

    /** Each word with what stands between it and the next; the last one alone. */
    private static String flow(String yaml, SequenceNode sequence, SequencedSet<Node> kept, Set<String> fresh) {
        var nodes = sequence.getValue();
        var words = new StringBuilder();
        var offsets = new Offsets(yaml);
        Node last = kept.isEmpty() ? null : kept.getLast();
        int begin = offsets.start(nodes.getFirst());
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            if (!kept.contains(node)) continue;
            int from = offsets.start(node);
            words.append(yaml, from, node.equals(last) ? offsets.end(node) : offsets.start(nodes.get(i + 1)));
        }
        for (String word : fresh) words.append(words.isEmpty() ? "" : ", ").append(quoted(word));
        return yaml.substring(0, begin) + words + yaml.substring(offsets.end(nodes.getLast()));
    }

    private static String block(String yaml, SequenceNode sequence, SequencedSet<Node> kept, Set<String> fresh) {
        var lines = List.of(yaml.split("\n", -1));
        var nodes = sequence.getValue();
        int first = line(nodes.getFirst());
        String indent = lines.get(first)
                .substring(0, nodes.getFirst().getStartMark().orElseThrow().getColumn());
        var dropped = new BitSet();
        for (Node node : nodes) if (!kept.contains(node)) dropped.set(line(node), endLine(node) + 1);
        int end = endLine(nodes.getLast());
        var added = fresh.stream().map(word -> indent + quoted(word)).toList();
        return IntStream.range(0, lines.size())
                .boxed()
                .flatMap(line -> Stream.concat(
                        dropped.get(line) ? Stream.empty() : Stream.of(lines.get(line)),
                        line == end ? added.stream() : Stream.empty()))
                .collect(Collectors.joining("\n"));
    }

    private static int line(Node node) {
        return node.getStartMark().orElseThrow().getLine();
    }

    private static int endLine(Node node) {
        return node.getEndMark().orElseThrow().getLine();
    }

    /** Marks count code points; asked for in ascending order, each costs what lies between it and the one before. */
    private static final class Offsets {
        private final String yaml;
        private int codePoints;
        private int offset;

        Offsets(String yaml) {
            this.yaml = yaml;
        }

        int start(Node node) {
            return at(node.getStartMark().orElseThrow().getIndex());
        }

        int end(Node node) {
            return at(node.getEndMark().orElseThrow().getIndex());
        }

        private int at(int index) {
            offset = yaml.offsetByCodePoints(offset, index - codePoints);
            codePoints = index;
            return offset;
        }
    }

    private static String quoted(String word) {
        return '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
