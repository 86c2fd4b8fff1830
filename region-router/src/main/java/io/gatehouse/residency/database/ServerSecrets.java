package io.gatehouse.residency.database;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/** Passwords of the server's roles and its port, in one file that only its owner reads. Synced before they are used. */
final class ServerSecrets {
    /** 192 bits: nobody guesses it. */
    private static final int PASSWORD_BYTES = 24;

    private static final String PORT = "port";

    private final Path file;
    private final SecureRandom random = new SecureRandom();
    private final TreeMap<String, String> values = new TreeMap<>();

    ServerSecrets(Path file) {
        this.file = file;
        try {
            if (Files.exists(file)) {
                var properties = new Properties();
                properties.load(new StringReader(Files.readString(file)));
                properties.forEach((name, value) -> values.put((String) name, (String) value));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** The role's password, made up when it has none. */
    synchronized String passwordOf(String role) {
        var name = "password." + role;
        var known = values.get(name);
        if (known != null) return known;
        var bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        var password = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        values.put(name, password);
        save();
        return password;
    }

    /** The port of the last start, or 0. */
    synchronized int port() {
        return Integer.parseInt(values.getOrDefault(PORT, "0"));
    }

    synchronized void rememberPort(int port) {
        values.put(PORT, Integer.toString(port));
        save();
    }

    private void save() {
        var text = new StringBuilder("# Gatehouse's own database server. Losing this file loses access to it.\n");
        values.forEach(
                (name, value) -> text.append(name).append('=').append(value).append('\n'));
        var beside = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(beside);
            try (var channel = FileChannel.open(
                    beside,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                channel.write(ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8)));
                channel.force(true);
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (var directory = FileChannel.open(file.resolveSibling("."), StandardOpenOption.READ)) {
                directory.force(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
