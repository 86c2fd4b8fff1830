package io.gatehouse.service.door;

import io.gatehouse.residency.database.Migrations;
import io.gatehouse.residency.database.PostgresServer;
import io.gatehouse.residency.region.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * A database server that was made and never served: PostgreSQL's programs, and the databases of all cells with their tables and
 * nobody in them. Services of tests start on copies of it, since to make it takes half of a start; {@link TrialTest} starts on
 * nothing, as people do.
 */
final class PreparedServer {
    /** Shared by the processes of a run, and kept between runs until a table or PostgreSQL changes. */
    private static final Path HOME = Path.of("target", "prepared-server").toAbsolutePath();

    private static final Path REGIONS =
            Path.of(System.getProperty("gatehouse.home", "..")).resolve("policies/residency");

    private static final class Made {
        static final Path POSTGRES = make().resolve("postgres");
    }

    private PreparedServer() {}

    /** @param data a data directory that holds no server yet */
    static void copyTo(Path data) throws IOException {
        var postgres = Files.createDirectories(
                data.resolve("postgres"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try (var made = Files.newDirectoryStream(Made.POSTGRES, "postgres-*")) {
            for (var programs : made) Files.createSymbolicLink(postgres.resolve(programs.getFileName()), programs);
        }
        copy(Made.POSTGRES.resolve("cluster"), postgres.resolve("cluster"));
        copy(Made.POSTGRES.resolve("secrets"), postgres.resolve("secrets"));
        // Copies that start at once must not all ask for the port of the one they come from.
        var secrets = Files.readAllLines(postgres.resolve("secrets"));
        secrets.removeIf(line -> line.startsWith("port="));
        Files.write(postgres.resolve("secrets"), secrets);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList())
                Files.copy(
                        file,
                        to.resolve(from.relativize(file).toString()).normalize(),
                        StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    /** One process makes it, the others wait. */
    private static Path make() {
        try {
            Files.createDirectories(HOME);
            try (var channel = FileChannel.open(
                            HOME.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var _ = channel.lock()) {
                var made = HOME.resolve(version());
                if (!Files.exists(made)) make(made);
                return made;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Beside and renamed, so that a killed run leaves no half. */
    private static void make(Path made) throws IOException {
        var beside = HOME.resolve("making");
        delete(beside);
        try (var server = PostgresServer.start(beside)) {
            try (var control = server.database("gatehouse_control", 1)) {
                Migrations.control(control);
            }
            for (var region : Topology.load(REGIONS).regions())
                try (var cell = server.database(region.database(), 1)) {
                    Migrations.cell(cell);
                }
        }
        Files.move(beside, made, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Of the tables, the regions and PostgreSQL. */
    private static String version() throws IOException {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            var resources = new PathMatchingResourcePatternResolver();
            var tables = resources.getResources("classpath*:db/**/*.sql");
            Arrays.sort(tables, Comparator.comparing(Resource::getDescription));
            for (var table : tables) {
                digest.update(("" + table.getFilename()).getBytes(StandardCharsets.UTF_8));
                digest.update(table.getContentAsByteArray());
            }
            digest.update(Files.readAllBytes(REGIONS.resolve("regions.yaml")));
            // The archive's address names its version.
            for (var programs : resources.getResources("classpath*:postgres-linux-*.txz"))
                digest.update(programs.getURL().toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest()).substring(0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) return;
        try (var files = Files.walk(tree)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
