package io.gatehouse.residency.walk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Words to find in any bytes, in all the forms in which bytes usually lie open. Immutable. */
public final class Needles {
    private static final int CHUNK = 1 << 20;

    private final List<byte[]> patterns;
    private final List<String> names;
    /** Which pairs of first bytes may start a needle: nearly every place is passed over with one look. */
    private final boolean[] starts = new boolean[1 << 16];

    private final int longest;

    private Needles(Map<String, byte[]> byName) {
        names = List.copyOf(byName.keySet());
        patterns = List.copyOf(byName.values());
        for (var pattern : patterns) starts[pair(pattern, 0)] = true;
        longest = patterns.stream().mapToInt(p -> p.length).max().orElse(2);
    }

    /** As bytes, upper case, UTF-16, hexadecimal and base64 wherever in a longer text the word may stand. */
    public static Needles inAnyForm(Collection<String> words) {
        var byName = new LinkedHashMap<String, byte[]>();
        for (var word : words) {
            var bytes = word.getBytes(StandardCharsets.UTF_8);
            byName.put(word + " (plain)", bytes);
            byName.put(word + " (upper case)", word.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
            byName.put(word + " (UTF-16BE)", word.getBytes(StandardCharsets.UTF_16BE));
            // From the first letter on: the zero before it belongs to the text around.
            byName.put(word + " (UTF-16LE)", word.getBytes(StandardCharsets.UTF_16LE));
            var hex = HexFormat.of().formatHex(bytes);
            byName.put(word + " (hex)", hex.getBytes(StandardCharsets.US_ASCII));
            byName.put(word + " (HEX)", hex.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII));
            for (int offset = 0; offset < 3; offset++) {
                byName.put(word + " (base64 +" + offset + ")", base64(bytes, offset, Base64.getEncoder()));
                byName.put(word + " (base64url +" + offset + ")", base64(bytes, offset, Base64.getUrlEncoder()));
            }
        }
        return new Needles(byName);
    }

    /** Only as they are. */
    public static Needles plain(Collection<String> words) {
        var byName = new LinkedHashMap<String, byte[]>();
        for (var word : words) byName.put(word, word.getBytes(StandardCharsets.UTF_8));
        return new Needles(byName);
    }

    /** Digests and keys, as they are and in hexadecimal digits. */
    public static Needles ofBytes(Map<String, byte[]> byName) {
        var patterns = new LinkedHashMap<String, byte[]>();
        byName.forEach((name, bytes) -> {
            patterns.put(name, bytes.clone());
            patterns.put(name + " (hex)", HexFormat.of().formatHex(bytes).getBytes(StandardCharsets.US_ASCII));
        });
        return new Needles(patterns);
    }

    /** The letters that do not depend on what stands before or after the word. */
    private static byte[] base64(byte[] word, int offset, Base64.Encoder encoder) {
        var shifted = new byte[offset + word.length];
        System.arraycopy(word, 0, shifted, offset, word.length);
        var encoded = encoder.withoutPadding().encode(shifted);
        int from = (offset * 8 + 5) / 6;
        int to = shifted.length * 8 / 6;
        return Arrays.copyOfRange(encoded, from, to);
    }

    private static int pair(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }

    /** The name of a needle in these bytes. */
    public Optional<String> firstIn(byte[] bytes) {
        return firstIn(bytes, bytes.length);
    }

    private Optional<String> firstIn(byte[] bytes, int end) {
        for (int at = 0; at + 1 < end; at++) {
            if (!starts[pair(bytes, at)]) continue;
            for (int i = 0; i < patterns.size(); i++) {
                var pattern = patterns.get(i);
                int to = at + pattern.length;
                if (to <= end && Arrays.equals(bytes, at, to, pattern, 0, pattern.length))
                    return Optional.of(names.get(i));
            }
        }
        return Optional.empty();
    }

    /** As {@link #firstIn(byte[])}; one that lies across two reads is found too. */
    public Optional<String> firstIn(InputStream in) throws IOException {
        var window = new byte[CHUNK + longest];
        int kept = 0;
        while (true) {
            int read = in.readNBytes(window, kept, CHUNK);
            int filled = kept + read;
            var found = firstIn(window, filled);
            if (found.isPresent() || read < CHUNK) return found;
            kept = Math.min(longest - 1, filled);
            System.arraycopy(window, filled - kept, window, 0, kept);
        }
    }

    public List<String> names() {
        return new ArrayList<>(names);
    }
}
