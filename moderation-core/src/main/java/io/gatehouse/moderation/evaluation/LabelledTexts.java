package io.gatehouse.moderation.evaluation;

import io.gatehouse.moderation.signal.Category;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * Labelled rows of one JSONL file ({@code .gz} too), read as they are asked for: {@code text} and {@code lang}, and where
 * known {@code id}, {@code categories}, {@code toxic}, {@code label}, {@code spans}. A malformed line is left out and reported
 * by number. Not thread-safe. An unreadable or cut file is an {@link UncheckedIOException} that names it.
 */
public final class LabelledTexts implements Iterator<LabelledText>, Closeable {
    /** Longer lines are malformed; the longest text in use is 1,500 characters with offsets for each. */
    static final int LONGEST_LINE = 1 << 20;

    /** Malformed lines remembered; the others are only counted. */
    static final int MOST_REMEMBERED = 100;

    /** @param line 1-based */
    public record MalformedLine(long line, String reason) {}

    private final Path file;
    private final String set;
    private final BufferedReader reader;
    private final ObjectMapper json = JsonMapper.shared();
    private final List<MalformedLine> malformed = new ArrayList<>();
    private long malformedCount;
    private long line;
    private @Nullable LabelledText next;

    private LabelledTexts(Path file, BufferedReader reader) {
        this.file = file;
        this.reader = reader;
        var directory = file.toAbsolutePath().getParent();
        this.set = directory == null || directory.getFileName() == null
                ? ""
                : directory.getFileName().toString();
    }

    /** The set of the rows is the name of the file's directory. Close it after use. */
    public static LabelledTexts read(Path file) {
        try {
            var bytes = Files.newInputStream(file);
            try {
                var plain = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes, 1 << 16) : bytes;
                return new LabelledTexts(
                        file, new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8)));
            } catch (IOException e) {
                bytes.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e, e);
        }
    }

    /** The first malformed lines so far, at most a hundred. */
    public List<MalformedLine> malformed() {
        return List.copyOf(malformed);
    }

    public long malformedCount() {
        return malformedCount;
    }

    @Override
    public boolean hasNext() {
        try {
            while (next == null) {
                var text = readLine();
                if (text.isEmpty()) return false;
                line++;
                next = parse(text.get());
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + " after line " + line + ": " + e, e);
        }
    }

    @Override
    public LabelledText next() {
        if (!hasNext()) throw new NoSuchElementException();
        var text = next;
        next = null;
        if (text == null) throw new NoSuchElementException();
        return text;
    }

    /** Unlike {@link BufferedReader#readLine} keeps no more than {@link #LONGEST_LINE} characters of a line. */
    private Optional<String> readLine() throws IOException {
        int c = reader.read();
        if (c < 0) return Optional.empty();
        var kept = new StringBuilder();
        for (; c >= 0 && c != '\n'; c = reader.read()) if (kept.length() <= LONGEST_LINE) kept.append((char) c);
        return Optional.of(kept.toString());
    }

    private @Nullable LabelledText parse(String row) {
        if (row.isBlank()) return null;
        if (row.length() > LONGEST_LINE) return reject("longer than " + LONGEST_LINE + " characters");
        JsonNode node;
        try {
            node = json.readTree(row);
        } catch (JacksonException e) {
            return reject("not JSON");
        }
        if (!node.isObject()) return reject("not a JSON object");
        var text = node.path("text");
        if (!text.isString()) return reject("text is missing or not a string");
        var language = node.path("lang");
        if (!language.isString()) return reject("lang is missing or not a string");
        var categories = EnumSet.noneOf(Category.class);
        for (var name : node.path("categories")) {
            var category = name.isString() ? category(name.asString()) : Optional.<Category>empty();
            if (category.isEmpty()) return reject("unknown category " + name);
            categories.add(category.get());
        }
        var toxic = node.path("toxic");
        if (!toxic.isMissingNode() && !toxic.isNull() && !toxic.isBoolean() && !toxic.isInt())
            return reject("toxic is neither 0, 1 nor null");
        return new LabelledText(
                node.path("id").asString(""),
                set,
                text.asString(),
                language.asString(),
                categories,
                toxic(toxic, categories),
                node.path("label").isString() ? node.path("label").asString() : "",
                marked(node.path("spans")));
    }

    private static Optional<Boolean> toxic(JsonNode toxic, Set<Category> categories) {
        if (toxic.isMissingNode()) return categories.isEmpty() ? Optional.empty() : Optional.of(true);
        if (toxic.isNull()) return Optional.empty();
        return Optional.of(toxic.isBoolean() ? toxic.asBoolean() : toxic.asInt() == 1);
    }

    /** The training data joins spam and scam; scam alone cannot be told from it. */
    private static Optional<Category> category(String name) {
        return name.equals("spam/scam") ? Optional.of(Category.SPAM) : Category.ofWireName(name);
    }

    private static List<Integer> marked(JsonNode spans) {
        var marked = new ArrayList<Integer>();
        for (var span : spans) if (span.isInt()) marked.add(span.asInt());
        return marked;
    }

    private @Nullable LabelledText reject(String reason) {
        malformedCount++;
        if (malformed.size() < MOST_REMEMBERED) malformed.add(new MalformedLine(line, reason));
        return null;
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + file, e);
        }
    }
}
