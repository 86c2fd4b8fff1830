package io.gatehouse.service.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarGzTest {
    private static final long MAX = 1024 * 1024;

    @TempDir
    Path directory;

    private static Map<String, byte[]> read(byte[] packed) throws Exception {
        return TarGz.read(new ByteArrayInputStream(packed), MAX, 10);
    }

    private static byte[] packed(Map<String, byte[]> files) throws IOException {
        return TarGz.write(new TreeMap<>(files));
    }

    @Test
    void readsWhatItWritesAndWhatTarWrites() throws Exception {
        var files =
                Map.of("content/a.yaml", new byte[] {1, 2, 3}, "VERSION", new byte[0], "models/m.bin", new byte[1024]);
        assertThat(read(packed(files)))
                .containsOnlyKeys(files.keySet())
                .containsEntry("content/a.yaml", new byte[] {1, 2, 3});
        Files.createDirectories(directory.resolve("p/content"));
        Files.writeString(directory.resolve("p/content/a.yaml"), "a: 1\n");
        Files.writeString(directory.resolve("p/VERSION"), "1\n");
        Path tar = directory.resolve("p.tgz");
        assertThat(new ProcessBuilder(
                                "tar",
                                "czf",
                                tar.toString(),
                                "-C",
                                directory.resolve("p").toString(),
                                ".")
                        .start()
                        .waitFor())
                .isZero();
        assertThat(read(Files.readAllBytes(tar))).containsOnlyKeys("content/a.yaml", "VERSION");
        Files.createSymbolicLink(directory.resolve("p/content/link.yaml"), Path.of("/etc/hostname"));
        assertThat(new ProcessBuilder(
                                "tar",
                                "czf",
                                tar.toString(),
                                "-C",
                                directory.resolve("p").toString(),
                                ".")
                        .start()
                        .waitFor())
                .isZero();
        assertThatThrownBy(() -> read(Files.readAllBytes(tar))).hasMessageContaining("neither a file nor a folder");
    }

    @Test
    void aBombIsDefusedBeforeItIsUnpacked() throws Exception {
        byte[] bomb = packed(Map.of("content/big.yaml", new byte[64 * 1024 * 1024]));
        assertThat(bomb.length).isLessThan(100_000);
        assertThatThrownBy(() -> read(bomb)).hasMessageContaining("more than " + MAX + " bytes");
        // Says that it is small, and goes on for ever.
        byte[] one = packed(Map.of("a", new byte[512]));
        var header = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(header)) {
            byte[] plain = new java.util.zip.GZIPInputStream(new ByteArrayInputStream(one)).readAllBytes();
            for (int i = 0; i < 4_000; i++) {
                plain[0] = (byte) ('a' + i % 26);
                plain[1] = (byte) ('a' + i / 26 % 26);
                gzip.write(plain, 0, 1024);
            }
        }
        assertThatThrownBy(() -> read(header.toByteArray())).isInstanceOf(TarGz.RefusedException.class);
    }

    @Test
    void whatIsBrokenIsRefusedInASentence() throws Exception {
        byte[] good = packed(Map.of("content/a.yaml", new byte[5000]));
        assertThatThrownBy(() -> read("no archive at all".getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .isInstanceOf(TarGz.RefusedException.class);
        assertThatThrownBy(() -> read(Arrays.copyOf(good, good.length / 2))).isInstanceOf(TarGz.RefusedException.class);
        assertThatThrownBy(() -> read(new byte[0])).isInstanceOf(TarGz.RefusedException.class);
        var many = new TreeMap<String, byte[]>();
        for (int i = 0; i < 11; i++) many.put("content/" + i + ".yaml", new byte[1]);
        assertThatThrownBy(() -> read(packed(many))).hasMessageContaining("more than 10 files");
        InputStream twice =
                new SequenceInputStream(Collections.enumeration(java.util.List.of(new ByteArrayInputStream(good))));
        assertThat(TarGz.read(twice, MAX, 10)).hasSize(1);
    }

    @Test
    void noNameLeadsOutOfTheDirectory() {
        for (String name : new String[] {
            "../content/a.yaml",
            "content/../../etc/passwd",
            "/etc/passwd",
            "content//a.yaml",
            "content/.hidden",
            "content\\a.yaml",
            "residency/regions.yaml",
            "content/",
            "C:/a",
            "content/a\u0000.yaml",
            ""
        }) assertThat(PolicyFiles.isName(name)).as(name).isFalse();
        assertThat(PolicyFiles.isName("content/hate.en.yaml")).isTrue();
        assertThat(PolicyFiles.of(Map.of("../x", new byte[0])).faults()).hasSize(1);
    }
}
