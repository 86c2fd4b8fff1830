package io.gatehouse.service.command;

import io.gatehouse.residency.log.LogExporter;
import io.gatehouse.residency.log.LogReport;
import io.gatehouse.residency.log.LogVerifier;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Checks evidence, exported or live, without trusting whoever keeps it. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Checks evidence without trusting whoever keeps it: signature, every entry, every tile, the tree's root,"
                    + " and",
            "that the log still contains an earlier checkpoint. Says the first thing that is wrong.",
            "PATH is an exported log, or a directory of several; URL is a service (every region it serves) or one log,",
            "for example http://localhost:8080/v1/regions/eu-west-1/log. The key for a URL: GATEHOUSE_API_KEY.",
            "PATH may also be the certificate of an erasure: with --key, and with --log its entry is looked for, too."
        })
final class VerifyCommand implements Callable<Integer> {
    private static final Duration CONNECTS_WITHIN = Duration.ofSeconds(5);

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "PATH|URL", description = "what to check")
    private String target = "";

    @Option(
            names = "--key",
            description = "file with the log's verifier key, kept from before; without it the log's own is used")
    private @Nullable Path key;

    @Option(names = "--previous", description = "a checkpoint kept from before, which the log must still contain")
    private @Nullable Path previous;

    @Option(names = "--save", description = "with a URL: keep the log here, a directory a region, to check it offline")
    private @Nullable Path save;

    @Option(names = "--log", description = "with a certificate: the exported log that must contain its entry")
    private @Nullable Path log;

    @Override
    public Integer call() throws IOException {
        if (Files.isRegularFile(Path.of(target))) return verifyCertificate(Path.of(target));
        if (log != null) throw wrongUse("--log goes with a certificate");
        boolean isUrl = target.startsWith("http://") || target.startsWith("https://");
        if (save != null && !isUrl) throw wrongUse("--save goes with a URL");
        for (Path file : new Path[] {key, previous})
            if (file != null && !Files.isReadable(file)) throw wrongUse("cannot read " + file);
        var reports = isUrl ? verifyUrl() : verifyPath(Path.of(target));
        reports.forEach(this::print);
        spec.commandLine().getOut().flush();
        return reports.stream().allMatch(LogReport::verified) ? GatehouseCommand.DONE : GatehouseCommand.FAULTS;
    }

    private int verifyCertificate(Path file) {
        Path directory = log;
        if (directory != null && !isLog(directory)) throw wrongUse(directory + " holds no exported log");
        String verifierKey;
        if (key != null) verifierKey = text(key);
        else if (directory != null) verifierKey = text(directory.resolve("key"));
        else throw wrongUse("a certificate is checked with --key FILE or --log DIRECTORY");
        var check = CertificateCheck.of(bytes(file), verifierKey, Optional.ofNullable(directory));
        spec.commandLine().getOut().println(check.sentence());
        spec.commandLine().getOut().flush();
        return check.verified() ? GatehouseCommand.DONE : GatehouseCommand.FAULTS;
    }

    private List<LogReport> verifyPath(Path path) throws IOException {
        if (!Files.isDirectory(path)) throw wrongUse("no such directory: " + path);
        if (isLog(path)) return List.of(verifyDirectory(path));
        try (var below = Files.list(path)) {
            List<Path> logs = below.filter(VerifyCommand::isLog).sorted().toList();
            if (logs.isEmpty())
                throw wrongUse(path + " holds no exported log: a log has the files 'checkpoint' and 'key'");
            return logs.stream().map(this::verifyDirectory).toList();
        }
    }

    private static boolean isLog(Path directory) {
        return Files.exists(directory.resolve("checkpoint"));
    }

    private LogReport verifyDirectory(Path directory) {
        if (previous != null)
            return new LogVerifier(key == null ? text(directory.resolve("key")) : text(key))
                    .verify(new io.gatehouse.residency.log.DirectoryLogSource(directory), earlier());
        return key == null ? LogVerifier.verifyDirectory(directory) : LogVerifier.verifyDirectory(directory, text(key));
    }

    private List<LogReport> verifyUrl() {
        String apiKey = System.getenv("GATEHOUSE_API_KEY");
        var reports = new ArrayList<LogReport>();
        try (HttpClient http = HttpClient.newBuilder()
                .connectTimeout(CONNECTS_WITHIN)
                .version(HttpClient.Version.HTTP_1_1)
                .build()) {
            for (URI log : logs(http, apiKey)) reports.add(verifyLog(new HttpLogSource(http, log, apiKey), log));
        }
        return reports;
    }

    private LogReport verifyLog(HttpLogSource source, URI log) {
        String verifierKey = key != null
                ? text(key)
                : source.get("key")
                        .map(bytes -> new String(bytes, StandardCharsets.UTF_8).strip())
                        .orElseThrow(() -> new IllegalStateException(log + " names no key; give one with --key"));
        if (save != null && source.checkpoint().isPresent()) {
            // .../v1/regions/<region>/log/ ends in an empty segment.
            List<String> segments = List.of(log.getPath().split("/", -1));
            String name = segments.size() > 3 ? segments.get(segments.size() - 3) : "log";
            LogExporter.export(source, verifierKey, save.resolve(name));
        }
        return new LogVerifier(verifierKey).verify(source, earlier());
    }

    /** One log when the URL names one, else those of every region that the service serves. */
    private List<URI> logs(HttpClient http, @Nullable String apiKey) {
        String base = target.endsWith("/") ? target : target + "/";
        if (base.endsWith("/log/")) return List.of(URI.create(base));
        URI service = URI.create(base);
        JsonNode regions = new HttpLogSource(http, service, apiKey)
                .get("v1/regions")
                .map(bytes -> JsonMapper.shared().readTree(bytes).path("regions"))
                .orElseThrow(() -> new IllegalStateException("what answers at " + target + " is no Gatehouse"));
        return regions.values().stream()
                .filter(region -> region.path("served_here").asBoolean(false))
                .map(region -> service.resolve("v1/regions/" + region.path("id").asString() + "/log/"))
                .toList();
    }

    private Optional<byte[]> earlier() {
        return previous == null ? Optional.empty() : Optional.of(bytes(previous));
    }

    private void print(LogReport report) {
        var out = spec.commandLine().getOut();
        if (report.verified())
            out.printf(
                    Locale.ROOT,
                    "%s: verified. %,d entries (%s), root %s%n",
                    report.origin(),
                    report.size(),
                    new TreeMap<>(report.countsByKind())
                            .entrySet().stream()
                                    .map(kind -> String.format(Locale.ROOT, "%s %,d", kind.getKey(), kind.getValue()))
                                    .collect(Collectors.joining(", ")),
                    report.rootHash());
        else
            out.printf("%s: NOT VERIFIED: %s%n", report.origin(), report.fault().orElse(""));
        report.remarks().forEach(remark -> out.println("  remark: " + remark));
    }

    private static String text(Path file) {
        return new String(bytes(file), StandardCharsets.UTF_8).strip();
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("cannot read " + file, e);
        }
    }

    private ParameterException wrongUse(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
