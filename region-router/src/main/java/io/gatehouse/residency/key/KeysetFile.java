package io.gatehouse.residency.key;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import io.gatehouse.residency.region.RegionId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A Tink keyset in a file of three lines: {@code gatehouse-region-key <region>/<version>}, the SHA-256 of the first and
 * third together, and the keyset as JSON. The first line keeps one region's key from being used for another, the second tells of any damage.
 */
final class KeysetFile {
    private static final String MAGIC = "gatehouse-region-key ";
    private static final Pattern FORM =
            Pattern.compile("(?<header>" + MAGIC + "(?<region>[a-z0-9-]{2,32})/(?<version>[1-9][0-9]{0,8}))\n"
                    + "(?<digest>[0-9a-f]{64})\n"
                    + "(?<json>[^\n]*)\n");
    /** A keyset with a hundred rotations has 30 KB; more than this is not one. */
    private static final int MAX_BYTES = 1 << 20;

    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    static {
        registerAead();
    }

    private final Path file;
    private final RegionId region;

    KeysetFile(Path file, RegionId region) {
        this.file = file;
        this.region = region;
    }

    /** Tink finds implementations in a registry that belongs to the process; registering again changes nothing. */
    private static void registerAead() {
        try {
            AeadConfig.register();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Tink has no AEAD", e);
        }
    }

    record Contents(RegionId region, int version, KeysetHandle keyset) {
        String keyId() {
            return region + "/" + version;
        }
    }

    boolean exists() {
        return Files.exists(file);
    }

    /** Durable when it returns. Leaves a file that appeared meanwhile as it is: its key may already have wrapped something. */
    void createIfAbsent(KeysetHandle keyset) throws IOException {
        var temporary = writeTemporary(1, keyset);
        try {
            Files.createLink(file, temporary);
        } catch (FileAlreadyExistsException e) {
            // Another process was first; its key counts.
            return;
        } finally {
            Files.delete(temporary);
        }
        syncDirectory();
    }

    void replace(int version, KeysetHandle keyset) throws IOException {
        Files.move(writeTemporary(version, keyset), file, StandardCopyOption.ATOMIC_MOVE);
        syncDirectory();
    }

    private Path writeTemporary(int version, KeysetHandle keyset) throws IOException {
        Files.createDirectories(directory());
        // Created with its permissions: set afterwards, there would be a moment in which others could open it.
        var temporary = Files.createTempFile(
                directory(), file.getFileName() + ".", ".new", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        var json = serialize(keyset);
        var header = MAGIC + region + "/" + version;
        var text = header + "\n" + sha256(header + json) + "\n" + json + "\n";
        try (var channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) channel.write(bytes);
            channel.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
        return temporary;
    }

    private void syncDirectory() throws IOException {
        try (var channel = FileChannel.open(directory(), StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private Path directory() {
        var parent = file.toAbsolutePath().getParent();
        if (parent == null) throw new IllegalArgumentException("not a file: " + file);
        return parent;
    }

    Contents read() throws IOException {
        refuseWhenOthersMayRead();
        if (Files.size(file) > MAX_BYTES) throw refused("is no region key: it is larger than " + MAX_BYTES + " bytes");
        // Latin-1 reads any bytes, so that damage is reported as damage.
        var match = FORM.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        if (!match.matches()) throw refused("is no region key, or was cut short; restore it from its backup");
        if (!match.group("region").equals(region.value()))
            throw refused("is the key of " + match.group("region") + ", not of " + region);
        var json = match.group("json");
        if (!sha256(match.group("header") + json).equals(match.group("digest")))
            throw refused("was changed or damaged; restore it from its backup");
        return new Contents(region, Integer.parseInt(match.group("version")), parse(json));
    }

    private void refuseWhenOthersMayRead() throws IOException {
        try {
            var permissions = Files.getPosixFilePermissions(file);
            if (!OWNER_ONLY.containsAll(permissions))
                throw refused("may be read or used by others (" + PosixFilePermissions.toString(permissions)
                        + "); if that was a mistake: chmod 600, and think of rotating it");
        } catch (NoSuchFileException e) {
            throw new KeyRefusedException("the region key " + file + " is missing; restore it from its backup", e);
        }
    }

    private static String serialize(KeysetHandle keyset) {
        try {
            // Tink breaks lines; the format here counts them.
            return TinkJsonProtoKeysetFormat.serializeKeyset(
                            keyset, RegistryConfiguration.get(), InsecureSecretKeyAccess.get())
                    .replace("\n", "");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Tink did not write its own keyset", e);
        }
    }

    private KeysetHandle parse(String json) {
        try {
            return TinkJsonProtoKeysetFormat.parseKeyset(
                    json, RegistryConfiguration.get(), InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException e) {
            throw new KeyRefusedException("the region key " + file + " holds no keyset that Tink can read", e);
        }
    }

    private KeyRefusedException refused(String why) {
        return new KeyRefusedException("the region key " + file + " " + why);
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.ISO_8859_1));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
