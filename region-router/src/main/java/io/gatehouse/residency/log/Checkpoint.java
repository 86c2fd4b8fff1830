package io.gatehouse.residency.log;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * What a log promises: that it has these entries and no others (C2SP tlog-checkpoint).
 *
 * @param origin the log's name; its last path segment is the region
 */
public record Checkpoint(String origin, long size, TreeHash root) {
    private static final Pattern FORM = Pattern.compile("([^\n]+)\n(0|[1-9][0-9]{0,18})\n([A-Za-z0-9+/]{43}=)\n");

    /** The text that is signed. */
    String text() {
        return origin + '\n' + size + '\n' + root.base64() + '\n';
    }

    /** @throws IllegalArgumentException when it is not a checkpoint; extension lines are refused, we write none */
    static Checkpoint parse(byte[] text) {
        var match = FORM.matcher(new String(text, StandardCharsets.UTF_8));
        if (!match.matches()) throw new IllegalArgumentException("is not a checkpoint");
        var checkpoint =
                new Checkpoint(match.group(1), Long.parseLong(match.group(2)), TreeHash.ofBase64(match.group(3)));
        if (!checkpoint.text().equals(match.group()))
            throw new IllegalArgumentException("is not in a checkpoint's one form");
        return checkpoint;
    }
}
