package io.gatehouse.moderation.policy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The digest that names a policy set's content: see {@link PolicySet#digest()}. */
final class PolicyDigest {
    private static final List<String> DIRECTORIES = List.of("content", "law", "models");

    private PolicyDigest() {}

    /** @param known of files that were read already: what was read is what the digest names */
    static String of(Path directory, Map<String, String> known) throws IOException {
        var total = sha256();
        digests(directory, known)
                .forEach(
                        (name, digest) -> total.update((digest + "  " + name + "\n").getBytes(StandardCharsets.UTF_8)));
        return "sha256:" + HexFormat.of().formatHex(total.digest());
    }

    static SortedMap<String, String> digests(Path directory) throws IOException {
        return digests(directory, Map.of());
    }

    private static SortedMap<String, String> digests(Path directory, Map<String, String> known) throws IOException {
        var digests = new TreeMap<String, String>();
        for (var path : files(directory)) {
            String name = directory.relativize(path).toString().replace('\\', '/');
            String digest = known.get(name);
            digests.put(name, digest != null ? digest : HexFormat.of().formatHex(digestOf(path)));
        }
        return digests;
    }

    private static List<Path> files(Path directory) throws IOException {
        var files = new ArrayList<Path>();
        var surfaces = directory.resolve("surfaces.yaml");
        if (Files.isRegularFile(surfaces)) files.add(surfaces);
        for (String name : DIRECTORIES) {
            var root = directory.resolve(name);
            if (!Files.isDirectory(root)) continue;
            try (var below = Files.walk(root)) {
                below.filter(Files::isRegularFile)
                        .sorted(Comparator.naturalOrder())
                        .forEach(files::add);
            }
        }
        return files;
    }

    static String digestOf(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    private static byte[] digestOf(Path path) throws IOException {
        var digest = sha256();
        var buffer = new byte[64 * 1024];
        try (InputStream in = Files.newInputStream(path)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) digest.update(buffer, 0, read);
        }
        return digest.digest();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
