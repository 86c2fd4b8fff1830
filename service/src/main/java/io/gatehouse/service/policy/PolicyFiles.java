package io.gatehouse.service.policy;

import io.gatehouse.moderation.policy.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The files of one version, by path relative to the policy directory. What lies beside them (residency, programs) is not
 * part of a version. The bytes are never changed.
 */
record PolicyFiles(SortedMap<String, byte[]> byPath) {
    /** One file per norm, and the models beside them; the loader itself takes 500 norms. */
    static final int MAX_FILES = 1_000;

    /** Unpacked; the shipped version has some 25 MiB, nearly all of it models. */
    static final long MAX_BYTES = 128L * 1024 * 1024;

    private static final int MAX_PATH_LENGTH = 200;

    static final String VERSION = "VERSION";

    /** Folders of a version. */
    static final List<String> FOLDERS = List.of("content", "law", "models");

    // No segment can begin with a dot, so none can lead out of the directory.
    private static final Pattern NAME =
            Pattern.compile("VERSION|surfaces\\.yaml|(?:content|law|models)(?:/[A-Za-z0-9_][A-Za-z0-9._-]*){1,4}");

    PolicyFiles {
        byPath = Collections.unmodifiableSortedMap(new TreeMap<>(byPath));
    }

    static PolicyFiles of(Map<String, byte[]> byPath) {
        return new PolicyFiles(new TreeMap<>(byPath));
    }

    static boolean isName(String path) {
        return path.length() <= MAX_PATH_LENGTH && NAME.matcher(path).matches();
    }

    /** What is wrong with names, number and size; empty when nothing is. */
    List<Problem> faults() {
        var faults = new ArrayList<Problem>();
        for (String path : byPath.keySet())
            if (!isName(path)) faults.add(new Problem(path, 0, "cannot be a file of a version", NAMES));
        if (byPath.size() > MAX_FILES)
            faults.add(new Problem("", 0, byPath.size() + " files are there", "at most " + MAX_FILES));
        if (sizeBytes() > MAX_BYTES)
            faults.add(new Problem("", 0, sizeBytes() + " bytes are there", "at most " + MAX_BYTES));
        return faults;
    }

    static final String NAMES = "VERSION, surfaces.yaml, or a file below content/, law/ or models/";

    long sizeBytes() {
        return byPath.values().stream().mapToLong(bytes -> bytes.length).sum();
    }

    /** What lies in a policy directory; files that are no part of a version are left out. */
    static PolicyFiles read(Path directory) throws IOException {
        var files = new TreeMap<String, byte[]>();
        long left = MAX_BYTES;
        for (Path file : pathsOf(directory)) {
            left -= Files.size(file);
            if (left < 0) throw new IOException("the policy directory holds more than " + MAX_BYTES + " bytes");
            files.put(nameOf(directory, file), Files.readAllBytes(file));
        }
        return new PolicyFiles(files);
    }

    /** The files of a directory that belong to a version. */
    static List<Path> pathsOf(Path directory) throws IOException {
        var paths = new ArrayList<Path>();
        for (String name : List.of(VERSION, "surfaces.yaml"))
            if (Files.isRegularFile(directory.resolve(name))) paths.add(directory.resolve(name));
        for (String folder : FOLDERS) {
            if (!Files.isDirectory(directory.resolve(folder))) continue;
            try (var below = Files.walk(directory.resolve(folder))) {
                below.filter(Files::isRegularFile)
                        .filter(path -> isName(nameOf(directory, path)))
                        .forEach(paths::add);
            }
        }
        return paths;
    }

    static String nameOf(Path directory, Path file) {
        return directory.relativize(file).toString().replace('\\', '/');
    }

    void writeTo(Path directory) throws IOException {
        for (var file : byPath.entrySet()) {
            Path path = directory.resolve(file.getKey()).normalize();
            // Names were checked when they came in; a row changed by hand must not lead out either.
            if (!isName(file.getKey()) || !path.startsWith(directory))
                throw new IOException("a stored policy file has the name " + file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
    }

    /** These files with others in their place or beside them. */
    PolicyFiles with(Map<String, byte[]> others) {
        var files = new TreeMap<>(byPath);
        files.putAll(others);
        return new PolicyFiles(files);
    }

    /** {@code sha256:} and 64 hexadecimal digits. */
    static String digestOf(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
