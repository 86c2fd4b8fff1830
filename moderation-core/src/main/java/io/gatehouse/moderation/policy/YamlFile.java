package io.gatehouse.moderation.policy;

import io.gatehouse.moderation.rule.SourceLine;
import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Reads one YAML file of a policy directory to nodes that know their lines. */
final class YamlFile {
    /** Twice the largest word bank seen; a larger file is a mistake or an attack. */
    static final int MAX_BYTES = 4 * 1024 * 1024;

    /** Characters. The scanner's time grows with the square of a comment's length: 2.5 s for one of 4 MiB. */
    static final int MAX_COMMENT = 500_000;

    /** Policies nest six deep. The composer recurses, so depth must be bounded while it runs. */
    private static final int MAX_DEPTH = 24;

    // Repeated collections are what YAML bombs are made of, and policies have no use for them.
    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setMaxAliasesForCollections(0)
            .setCodePointLimit(MAX_BYTES)
            .setAllowDuplicateKeys(true) // Reported by Section with their lines, and all of them.
            .build();

    private YamlFile() {}

    /** The file's root; empty after a fault. */
    static Optional<Section> read(Path path, String name, Faults faults) {
        return bytesOf(path, name, faults).flatMap(bytes -> parse(bytes, name, faults));
    }

    static Optional<String> readText(Path path, String name, Faults faults) {
        return bytesOf(path, name, faults).flatMap(bytes -> decode(bytes, name, faults));
    }

    /** Empty after a fault. */
    static Optional<byte[]> bytesOf(Path path, String name, Faults faults) {
        try {
            long size = Files.size(path);
            if (size <= MAX_BYTES) return Optional.of(Files.readAllBytes(path));
            faults.addWhole(name, "the file has " + size + " bytes", "at most " + MAX_BYTES + "; split it");
        } catch (NoSuchFileException e) {
            faults.addWhole(name, "the file is missing", null);
        } catch (IOException e) {
            faults.addWhole(name, "the file cannot be read: " + e.getClass().getSimpleName(), null);
        }
        return Optional.empty();
    }

    private static Optional<String> decode(byte[] bytes, String name, Faults faults) {
        try {
            var decoder = StandardCharsets.UTF_8.newDecoder();
            return Optional.of(decoder.decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            faults.addWhole(name, "the file is not UTF-8", "save it as UTF-8");
            return Optional.empty();
        }
    }

    /** The root of a file that is read already; empty after a fault. */
    static Optional<Section> parse(byte[] bytes, String name, Faults faults) {
        return decode(bytes, name, faults).flatMap(text -> parse(text, name, faults));
    }

    private static Optional<Section> parse(String text, String name, Faults faults) {
        int tooLong = tooLongComment(text);
        if (tooLong > 0) {
            faults.add(
                    new SourceLine(name, tooLong),
                    "a comment has more than " + MAX_COMMENT + " characters",
                    "break it into lines");
            return Optional.empty();
        }
        try {
            var parser =
                    new BoundedParser(new ParserImpl(SETTINGS, new StreamReader(SETTINGS, new WholeCharacters(text))));
            var root = new Composer(SETTINGS, parser).getSingleNode();
            if (root.isPresent() && root.get() instanceof MappingNode mapping)
                return Optional.of(new Section(name, "the file", mapping, faults));
            faults.addWhole(name, "the file must be a YAML mapping", null);
        } catch (TooDeepException e) {
            faults.addWhole(name, "nested more than " + MAX_DEPTH + " deep", null);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
            faults.add(new SourceLine(name, line), "not YAML: " + e.getProblem(), null);
        } catch (YamlEngineException e) {
            boolean isAlias = String.valueOf(e.getMessage()).contains("aliases");
            faults.addWhole(
                    name,
                    isAlias ? "an alias repeats a list or mapping" : "not YAML: " + e.getMessage(),
                    isAlias ? "write it out" : null);
        }
        return Optional.empty();
    }

    /** The number of the first line whose comment is too long; 0 when none is. */
    private static int tooLongComment(String text) {
        int line = 1;
        for (int start = 0; start < text.length(); line++) {
            int end = text.indexOf('\n', start);
            if (end < 0) end = text.length();
            int hash = end - start > MAX_COMMENT ? text.indexOf('#', start) : -1;
            if (hash >= 0 && end - hash > MAX_COMMENT) return line;
            start = end + 1;
        }
        return 0;
    }

    private static final class TooDeepException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /**
     * Never ends a read between the two halves of a character: the engine (2.10) then asks for one more than its buffer
     * holds, and throws.
     */
    private static final class WholeCharacters extends Reader {
        private final String text;
        private int at;

        WholeCharacters(String text) {
            this.text = text;
        }

        @Override
        public int read(char[] buffer, int offset, int length) {
            if (at == text.length()) return -1;
            int end = Math.min(text.length(), at + length);
            if (end - at > 1 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) end--;
            text.getChars(at, end, buffer, offset);
            int count = end - at;
            at = end;
            return count;
        }

        @Override
        public void close() {}
    }

    /** Counts the depth while the composer descends, so that the file is scanned once. */
    private static final class BoundedParser implements Parser {
        private final Parser parser;
        private int depth;

        BoundedParser(Parser parser) {
            this.parser = parser;
        }

        @Override
        public boolean checkEvent(Event.ID id) {
            return parser.checkEvent(id);
        }

        @Override
        public Event peekEvent() {
            return parser.peekEvent();
        }

        @Override
        public boolean hasNext() {
            return parser.hasNext();
        }

        @Override
        public Event next() {
            var event = parser.next();
            if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) throw new TooDeepException();
            if (event instanceof CollectionEndEvent) depth--;
            return event;
        }
    }
}
