package io.gatehouse.residency.key;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.function.Supplier;

/** A small secret in a file that only its owner reads; made once, durable before it is used, never replaced. */
public final class SecretFile {
    private static final int SECRET_BYTES = 32;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private SecretFile() {}

    /** 32 random bytes, kept as hexadecimal digits. */
    public static byte[] bytes(Path file) {
        var text = text(file, () -> {
            var secret = new byte[SECRET_BYTES];
            new SecureRandom().nextBytes(secret);
            return HexFormat.of().formatHex(secret);
        });
        try {
            var secret = HexFormat.of().parseHex(text.strip());
            if (secret.length == SECRET_BYTES) return secret;
            throw new IllegalArgumentException("has " + secret.length + " bytes");
        } catch (IllegalArgumentException e) {
            throw new KeyRefusedException("the secret " + file + " was damaged", e);
        }
    }

    /**
     * The file's text.
     *
     * @param fresh what to write when there is no file
     * @throws KeyRefusedException when others than its owner may read the file
     */
    public static String text(Path file, Supplier<String> fresh) {
        try {
            if (!Files.exists(file)) create(file, fresh.get());
            if (!Files.getPosixFilePermissions(file).equals(OWNER_ONLY))
                throw new KeyRefusedException("others may read " + file + "; it must be rw-------");
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the secret " + file, e);
        }
    }

    private static void create(Path file, String text) throws IOException {
        var directory = file.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        var beside =
                Files.createTempFile(directory, "secret", ".new", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        try (var channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
