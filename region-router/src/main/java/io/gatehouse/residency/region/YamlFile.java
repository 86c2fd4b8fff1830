package io.gatehouse.residency.region;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A YAML file read node by node, so that every fault is found and has its line. */
public final class YamlFile {
    private final String file;
    private final List<ConfigurationFault> faults;

    /** @param faults receives what is wrong */
    public YamlFile(String file, List<ConfigurationFault> faults) {
        this.file = file;
        this.faults = faults;
    }

    public void fault(int line, String message, String hint) {
        faults.add(new ConfigurationFault(file, line, message, hint));
    }

    /** The top mapping; empty, with a fault, when the file cannot be read as one. */
    public Optional<Fields> read(Path path) {
        try {
            var settings = LoadSettings.builder().setLabel(file).build();
            var root = new Compose(settings).composeString(Files.readString(path));
            if (root.isPresent() && root.get() instanceof MappingNode mapping) return Optional.of(new Fields(mapping));
            fault(1, "the file is not a mapping", "");
        } catch (MarkedYamlEngineException e) {
            fault(e.getProblemMark().map(m -> m.getLine() + 1).orElse(0), "not YAML: " + e.getProblem(), "");
        } catch (YamlEngineException e) {
            fault(0, "not YAML: " + e.getMessage(), "");
        } catch (IOException e) {
            fault(0, "cannot be read: " + e.getClass().getSimpleName(), "is the file there, in UTF-8?");
        }
        return Optional.empty();
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    /** A scalar and where it stands. */
    public record Text(String value, int line) {}

    /** One mapping. Getters report what is missing or of the wrong kind, and answer empty. */
    public final class Fields {
        private final Map<String, Node> nodes = new LinkedHashMap<>();
        private final int line;

        Fields(MappingNode mapping) {
            line = YamlFile.line(mapping);
            for (var tuple : mapping.getValue()) {
                var key = tuple.getKeyNode();
                var name = key instanceof ScalarNode scalar ? scalar.getValue() : key.toString();
                if (nodes.put(name, tuple.getValueNode()) != null)
                    fault(YamlFile.line(key), "'" + name + "' appears twice", "");
            }
        }

        public int line() {
            return line;
        }

        public int lineOf(String name) {
            var node = nodes.get(name);
            return node == null ? line : YamlFile.line(node);
        }

        public void allowOnly(Set<String> known) {
            nodes.forEach((name, node) -> {
                if (!known.contains(name))
                    fault(
                            YamlFile.line(node),
                            "unknown field '" + name + "'",
                            "known: " + known.stream().sorted().toList());
            });
        }

        /** A scalar that must be there and not be blank. */
        public Optional<String> text(String name) {
            var node = nodes.get(name);
            if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank())
                return Optional.of(scalar.getValue());
            fault(lineOf(name), "'" + name + "' is missing", "a text is expected");
            return Optional.empty();
        }

        /** A scalar that may be left out. */
        public Optional<String> optionalText(String name) {
            return nodes.containsKey(name) ? text(name) : Optional.empty();
        }

        /** A required scalar turned into something else; what the function throws becomes a fault. */
        public <T> Optional<T> parsed(String name, Function<String, T> parse) {
            return text(name).flatMap(value -> parsed(name, value, parse));
        }

        public <T> Optional<T> optionalParsed(String name, Function<String, T> parse) {
            return optionalText(name).flatMap(value -> parsed(name, value, parse));
        }

        private <T> Optional<T> parsed(String name, String value, Function<String, T> parse) {
            try {
                return Optional.of(parse.apply(value));
            } catch (RuntimeException e) {
                fault(lineOf(name), "'" + name + "' is wrong: " + e.getMessage(), "");
                return Optional.empty();
            }
        }

        /** A flag that is false when left out. */
        public boolean flag(String name) {
            return optionalParsed(name, YamlFile::bool).orElse(false);
        }

        /** Scalars of a list that must be there; it may be empty. */
        public List<Text> texts(String name) {
            var texts = new ArrayList<Text>();
            for (var node : sequence(name)) {
                if (node instanceof ScalarNode scalar) texts.add(new Text(scalar.getValue(), YamlFile.line(node)));
                else fault(YamlFile.line(node), "'" + name + "' holds something that is not a text", "");
            }
            return texts;
        }

        /** Mappings of a list that must be there. */
        public List<Fields> mappings(String name) {
            var mappings = new ArrayList<Fields>();
            for (var node : sequence(name)) {
                if (node instanceof MappingNode mapping) mappings.add(new Fields(mapping));
                else fault(YamlFile.line(node), "'" + name + "' holds something that is not a mapping", "");
            }
            return mappings;
        }

        public boolean has(String name) {
            return nodes.containsKey(name);
        }

        private List<Node> sequence(String name) {
            if (nodes.get(name) instanceof SequenceNode sequence) return sequence.getValue();
            fault(lineOf(name), "'" + name + "' is missing", "a list is expected");
            return List.of();
        }

        public Optional<Fields> mapping(String name) {
            if (nodes.get(name) instanceof MappingNode mapping) return Optional.of(new Fields(mapping));
            fault(lineOf(name), "'" + name + "' is missing", "a mapping is expected");
            return Optional.empty();
        }
    }

    private static boolean bool(String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false: '" + value + "'");
        };
    }
}
