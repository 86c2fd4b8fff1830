package io.gatehouse.moderation.external;

import io.gatehouse.moderation.signal.Category;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A classifier of texts that somebody else runs, as a file of the policies describes it. Where it is asked, the configuration says.
 *
 * @param name what rules call it
 * @param digest {@code sha256:} and the digest of the description: what stands behind it can change unseen
 * @param languages ISO 639-1 codes of those it may be believed in; never empty
 * @param categories what it scores; never empty
 */
public record ExternalModel(String name, String digest, Set<String> languages, Set<Category> categories) {
    private static final String SUFFIX = ".properties";
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_.]{0,39}");
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}");

    /** What a description says; anything else is a typing error. */
    private static final Set<String> FIELDS = Set.of("languages", "categories", "provenance");

    public ExternalModel {
        languages = Set.copyOf(languages);
        categories = Set.copyOf(categories);
        if (!NAME.matcher(name).matches()) throw new IllegalArgumentException("not a classifier's name: " + name);
        if (languages.isEmpty()) throw new IllegalArgumentException(name + " is believed in no language");
        if (categories.isEmpty()) throw new IllegalArgumentException(name + " scores no category");
    }

    /**
     * Those that a folder describes, by name; none where there is no folder.
     *
     * @throws IllegalArgumentException naming the file and what is wrong with it
     */
    public static List<ExternalModel> readAll(Path folder) {
        if (!Files.isDirectory(folder)) return List.of();
        try (var found = Files.list(folder)) {
            return found.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .sorted()
                    .map(ExternalModel::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ExternalModel read(Path description) {
        try {
            byte[] bytes = Files.readAllBytes(description);
            var fields = new Properties();
            fields.load(new StringReader(new String(bytes, StandardCharsets.UTF_8)));
            for (String field : fields.stringPropertyNames())
                if (!FIELDS.contains(field))
                    throw new IllegalArgumentException("no field is called " + field + "; known: " + FIELDS);
            String name = description.getFileName().toString();
            // Whoever turns it on reads whose it is; it is nothing without.
            values(fields, "provenance");
            return new ExternalModel(
                    name.substring(0, name.length() - SUFFIX.length()),
                    "sha256:" + digest(bytes),
                    languages(values(fields, "languages")),
                    categories(values(fields, "categories")));
        } catch (IOException e) {
            throw new IllegalArgumentException(description + " cannot be read: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(description + ": " + e.getMessage(), e);
        }
    }

    private static Set<String> languages(List<String> codes) {
        for (String code : codes)
            if (!LANGUAGE.matcher(code).matches())
                throw new IllegalArgumentException("languages must be ISO 639-1 codes, not '" + code + "'");
        return new TreeSet<>(codes);
    }

    private static Set<Category> categories(List<String> names) {
        var categories = EnumSet.noneOf(Category.class);
        for (String name : names)
            categories.add(Category.ofWireName(name)
                    .orElseThrow(() -> new IllegalArgumentException("no category is called '" + name + "'")));
        return categories;
    }

    private static List<String> values(Properties fields, String name) {
        String value = fields.getProperty(name, "").strip();
        if (value.isEmpty()) throw new IllegalArgumentException(name + " is missing");
        return Arrays.stream(value.split(",", -1)).map(String::strip).toList();
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
