package io.gatehouse.moderation.policy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;

/** The files that a policy's digest covers. */
public final class PolicyFiles {
    private PolicyFiles() {}

    /** SHA-256, in hexadecimal digits, by path relative to the directory. */
    public static SortedMap<String, String> digests(Path directory) throws IOException {
        return Collections.unmodifiableSortedMap(PolicyDigest.digests(directory));
    }
}
