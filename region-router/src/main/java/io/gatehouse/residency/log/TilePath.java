package io.gatehouse.residency.log;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Names a tile or an entry bundle, as C2SP tlog-tiles does: {@code tile/0/x001/234.p/17}.
 *
 * @param level 0 holds leaf hashes, higher levels hashes of full tiles below; {@link #ENTRIES} is a bundle of entries
 * @param width hashes or entries in it, 1 to 256; less than 256 is a partial tile
 */
public record TilePath(int level, long n, int width) {
    public static final int ENTRIES = -1;
    /** Hashes in a full tile. */
    public static final int FULL = 256;
    /** The specification's highest level; a log of 2^63 entries needs no more than seven. */
    private static final int HIGHEST_LEVEL = 63;

    private static final Pattern FORM =
            Pattern.compile("tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/){0,6}[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

    public TilePath {
        if (level < ENTRIES || level > HIGHEST_LEVEL) throw new IllegalArgumentException("no such level: " + level);
        if (n < 0) throw new IllegalArgumentException("no such tile: " + n);
        if (width < 1 || width > FULL) throw new IllegalArgumentException("no such width: " + width);
    }

    /** @throws IllegalArgumentException when it is not exactly a path of the specification */
    public static TilePath parse(String path) {
        var match = FORM.matcher(path);
        if (!match.matches()) throw new IllegalArgumentException("not a tile: '" + path + "'");
        int level = match.group(1).equals("entries") ? ENTRIES : Integer.parseInt(match.group(1));
        long n = Long.parseLong(match.group(2).replaceAll("[x/]", ""));
        int width = match.group(3) == null ? FULL : Integer.parseInt(match.group(3));
        if (match.group(3) != null && width == FULL)
            throw new IllegalArgumentException("a full tile is not partial: '" + path + "'");
        var parsed = new TilePath(level, n, width);
        // Leading groups of zeros would give one tile many names.
        if (!parsed.format().equals(path)) throw new IllegalArgumentException("not a tile's one name: '" + path + "'");
        return parsed;
    }

    /** For example {@code tile/entries/x001/x234/067}. */
    public String format() {
        var groups = "%03d".formatted(n % 1_000);
        for (long rest = n / 1_000; rest > 0; rest /= 1_000) groups = "x%03d/".formatted(rest % 1_000) + groups;
        var directory = level == ENTRIES ? "entries" : Integer.toString(level);
        return "tile/" + directory + "/" + groups + (isPartial() ? ".p/" + width : "");
    }

    public boolean isPartial() {
        return width < FULL;
    }

    /** The tiles that a log of this size has, level by level, each once: partial only at the right edge. */
    static List<TilePath> ofTree(long size) {
        var paths = new ArrayList<TilePath>();
        long hashes = size;
        for (int level = 0; hashes > 0; level++, hashes /= FULL) addLevel(paths, level, hashes);
        return paths;
    }

    /** The entry bundles that a log of this size has. */
    static List<TilePath> ofEntries(long size) {
        var paths = new ArrayList<TilePath>();
        addLevel(paths, ENTRIES, size);
        return paths;
    }

    private static void addLevel(List<TilePath> paths, int level, long hashes) {
        for (long n = 0; n * FULL < hashes; n++)
            paths.add(new TilePath(level, n, (int) Math.min(FULL, hashes - n * FULL)));
    }
}
