package io.gatehouse.moderation.cage;

import io.gatehouse.moderation.signal.Category;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * A classifier of pictures in the ONNX format, as a file beside it describes it.
 *
 * @param name what policy files call it
 * @param file the model
 * @param digest {@code sha256:} and the digest of the file
 * @param side of the square that it wants, in pixels
 * @param channelsFirst whether all of red comes before all of green, or each pixel's three values together
 * @param scale a colour of 0 to 255 is multiplied by it
 * @param offset then this is added
 * @param outputs how many numbers it says
 * @param categories the outputs whose sum is the score of a category
 */
public record PictureModel(
        String name,
        Path file,
        String digest,
        int side,
        boolean channelsFirst,
        float scale,
        float offset,
        int outputs,
        Map<Category, List<Integer>> categories) {
    /** Of the file that describes it. */
    public static final String SUFFIX = ".properties";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_.]{0,39}");

    /** Larger ones would take a second for each frame. */
    private static final int MAX_SIDE = 640;

    public PictureModel {
        categories = Map.copyOf(categories);
        if (!NAME.matcher(name).matches()) throw new IllegalArgumentException("not a classifier's name: " + name);
        if (side < 8 || side > MAX_SIDE) throw new IllegalArgumentException("a side of 8 to " + MAX_SIDE + ": " + side);
        if (!Float.isFinite(scale) || !Float.isFinite(offset))
            throw new IllegalArgumentException("scale and offset are numbers");
        if (categories.isEmpty()) throw new IllegalArgumentException(name + " scores no category");
    }

    /**
     * Reads a description, and looks whether the model is the one that it describes.
     *
     * @throws IllegalArgumentException naming the file and what is wrong with it
     */
    public static PictureModel read(Path description) {
        var fields = new Properties();
        try (var in = Files.newBufferedReader(description)) {
            fields.load(in);
        } catch (IOException e) {
            throw new IllegalArgumentException(description + " cannot be read: " + e.getMessage(), e);
        }
        try {
            return of(description, fields);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(description + ": " + e.getMessage(), e);
        }
    }

    /** What rules may name: the models that are described in a folder, turned on or not. */
    public static List<String> namesIn(Path folder) {
        if (!Files.isDirectory(folder)) return List.of();
        try (var found = Files.list(folder)) {
            return found.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PictureModel of(Path description, Properties fields) {
        String name = description.getFileName().toString().replace(SUFFIX, "");
        var outputs = List.of(field(fields, "outputs").split("\\s*,\\s*", -1));
        var categories = new EnumMap<Category, List<Integer>>(Category.class);
        for (var key : fields.stringPropertyNames()) {
            if (!key.startsWith("category.")) continue;
            var category = Category.ofWireName(key.substring("category.".length()))
                    .orElseThrow(() -> new IllegalArgumentException("no category is called " + key));
            var summed = new ArrayList<Integer>();
            for (String output : field(fields, key).split("\\s*,\\s*", -1)) {
                if (!outputs.contains(output))
                    throw new IllegalArgumentException(key + ": no output is called " + output);
                summed.add(outputs.indexOf(output));
            }
            categories.put(category, List.copyOf(summed));
        }
        // Whoever turns it on reads where it comes from; it is nothing without.
        for (String told : List.of("provenance", "licence")) field(fields, told);
        String layout = field(fields, "layout");
        if (!layout.equals("nchw") && !layout.equals("nhwc"))
            throw new IllegalArgumentException("layout must be nchw or nhwc: " + layout);
        var file = description.resolveSibling(field(fields, "file"));
        String digest = digest(file);
        if (!digest.equals(field(fields, "sha256")))
            throw new IllegalArgumentException(file + " has the SHA-256 " + digest + ", another than described");
        return new PictureModel(
                name,
                file,
                "sha256:" + digest,
                Integer.parseInt(field(fields, "side")),
                layout.equals("nchw"),
                Float.parseFloat(field(fields, "scale")),
                Float.parseFloat(field(fields, "offset")),
                outputs.size(),
                categories);
    }

    private static String field(Properties fields, String name) {
        String value = fields.getProperty(name, "").strip();
        if (value.isEmpty()) throw new IllegalArgumentException(name + " is missing");
        return value;
    }

    private static String digest(Path file) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(digest);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read: " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** @param said by the model; as many as {@link #outputs} */
    Map<Category, Double> scores(float[] said) {
        var scores = new EnumMap<Category, Double>(Category.class);
        categories.forEach((category, summed) -> {
            double sum = 0;
            for (int output : summed) sum += said[output];
            scores.put(category, Math.clamp(sum, 0, 1));
        });
        return scores;
    }
}
