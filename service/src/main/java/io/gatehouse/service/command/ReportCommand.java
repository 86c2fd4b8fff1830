package io.gatehouse.service.command;

import io.gatehouse.residency.attestation.Attestation;
import io.gatehouse.residency.attestation.Inventory;
import io.gatehouse.residency.log.LogEntries;
import io.gatehouse.service.terminal.Table;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Reports of a running service, for those who must show them, and the check of anybody's transparency report. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "NAME|dsa|list|entries|operator-access|processing-record|profiling-register|attestation|lint",
        subcommands = {ReportDsaCommand.class, ReportLintCommand.class},
        description = {
            "Fetches a report from a running service; its key comes from GATEHOUSE_API_KEY.",
            "NAME is a report of tables, made anew: CSV, workbook, JSON, page and PDF. Example:",
            "report transfers --from 2026-01-01 --to 2026-06-30 --out transfers",
            "dsa makes the transparency report of a period, or fetches it; list says which are kept.",
            "lint checks a transparency report, without a service."
        })
final class ReportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ServiceOptions service = new ServiceOptions();

    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            description =
                    "a report of tables: consents, deadlines, flaggers, private-messages, processing, quality, residency, statements, terrorist-content, transfers")
    private @Nullable String name;

    @Option(names = "--from", description = "first day, such as 2026-01-01")
    private @Nullable String from;

    @Option(names = "--to", description = "last day")
    private @Nullable String to;

    @Option(names = "--regions", split = ",", description = "whose records are counted; all that are served by default")
    private @Nullable List<String> regions;

    @Option(
            names = "--format",
            split = ",",
            defaultValue = "csv,xlsx,json,html,pdf",
            description = "some of csv, xlsx, json, html, pdf (default: all)")
    private List<String> formats = List.of();

    @Option(names = "--language", defaultValue = "en", description = "how html and pdf write numbers (default: en)")
    private String language = "en";

    @Option(names = "--out", description = "a directory")
    private @Nullable Path out;

    @Override
    public Integer call() throws IOException {
        if (name == null)
            throw new ParameterException(
                    spec.commandLine(),
                    "report what? dsa, list, entries, operator-access, processing-record, profiling-register, attestation, lint,"
                            + " or a report of tables with --from, --to and --out: see --help");
        var asked = new TablesAsked(name, from, to, regions, language);
        if (out == null || from == null || to == null)
            throw new ParameterException(spec.commandLine(), "--from and --to are days, and --out names a directory");
        for (String format : formats) require(format, "csv", "xlsx", "json", "html", "pdf");
        Path directory = out;
        return service.ask(client -> {
            asked.write(client, formats, directory);
            service.say("%s%n", directory.toAbsolutePath());
        });
    }

    @Command(
            name = "entries",
            mixinStandardHelpOptions = true,
            description = {
                "Prints the entries of an exported log, one JSON object a line, for counting again what a report counted.",
                "'./gatehouse verify URL --save DIR' exports logs; 'verify DIR' proves them."
            })
    int entries(@Parameters(paramLabel = "LOG", description = "a directory that holds an exported log") Path log) {
        var printed = spec.commandLine().getOut();
        try {
            LogEntries.each(log, printed::println);
        } catch (IllegalArgumentException notALog) {
            throw new ParameterException(spec.commandLine(), String.valueOf(notALog.getMessage()));
        }
        printed.flush();
        return GatehouseCommand.DONE;
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "The reports that are kept, the newest first.")
    int list(@Mixin ServiceOptions service) throws IOException {
        return service.ask(client -> {
            var table = new Table("id", "report", "period", "version", "published", "digest");
            for (JsonNode each : client.get("/v1/reports").path("reports").values())
                table.row(
                        each.path("id").asString(),
                        each.path("name").asString(),
                        each.path("from").asString() + "/" + each.path("to").asString(),
                        each.path("draft").asBoolean(false) ? "draft" : each.path("version").asString(""),
                        each.path("published").asString(),
                        each.path("digest").asString());
            service.say("%s%n", table);
        });
    }

    @Command(
            name = "operator-access",
            mixinStandardHelpOptions = true,
            description = "Who read personal data, counted by the country they sat in, region, purpose and outcome.")
    int operatorAccess(
            @Mixin ServiceOptions service,
            @Option(names = "--from", description = "first moment (RFC 3339); thirty days before the end by default")
                    @Nullable
                    String from,
            @Option(names = "--to", description = "moment after the last; now by default") @Nullable String to,
            @Option(names = "--format", defaultValue = "csv", description = "csv or json (default: ${DEFAULT-VALUE})")
                    String format,
            @Option(names = "--out", description = "a file; standard output by default") @Nullable Path out)
            throws IOException {
        require(format, "csv", "json");
        return service.ask(client -> {
            JsonNode report =
                    client.get("/v1/operator-accesses?by=country" + parameter("from", from) + parameter("to", to));
            write(format.equals("csv") ? ReportText.csv(report) : ReportText.json(report), out);
        });
    }

    @Command(
            name = "profiling-register",
            mixinStandardHelpOptions = true,
            description = {
                "The techniques that look at people, from the norms at work, with what law wants said about each.",
                "Ends with 1 when one lacks its description in policies/law/profiling.yaml."
            })
    int profilingRegister(
            @Mixin ServiceOptions service,
            @Option(
                            names = "--format",
                            defaultValue = "md",
                            description = "md, html or json (default: ${DEFAULT-VALUE})")
                    String format,
            @Option(names = "--out", description = "a file; standard output by default") @Nullable Path out)
            throws IOException {
        require(format, "md", "html", "json");
        return service.ask(client -> {
            JsonNode register = client.get("/v1/reports/profiling-register");
            write(
                    switch (format) {
                        case "md" -> ProfilingText.markdown(register);
                        case "html" -> ProfilingText.html(register);
                        default -> ReportText.json(register);
                    },
                    out);
            if (!register.path("complete").asBoolean(false))
                throw new FaultsFoundException(
                        "described nowhere in policies/law/profiling.yaml: " + register.path("undescribed"));
        });
    }

    @Command(
            name = "attestation",
            mixinStandardHelpOptions = true,
            description = {
                "What a region holds, counted, digested and signed; with the lines that it was made from, so that",
                "'./gatehouse verify DIR' and anybody else counts and digests again. What is written meanwhile differs."
            })
    int attestation(
            @Mixin ServiceOptions service,
            @Option(names = "--region", required = true, description = "a region that the service serves")
                    String region,
            @Option(names = "--out", required = true, description = "a directory: attestation, key, a file a kind")
                    Path out)
            throws IOException {
        String path = "/v1/regions/" + URLEncoder.encode(region, StandardCharsets.UTF_8);
        return service.ask(client -> {
            Files.createDirectories(out);
            byte[] key = client.bytes(path + "/log/key");
            byte[] note = client.postForBytes(path + "/attestations");
            Files.write(out.resolve("key"), key);
            Files.write(out.resolve(AttestationCheck.NOTE), note);
            // Fetching may be a crossing itself, which is in the log later than what was attested.
            long logSize = Attestation.open(note, new String(key, StandardCharsets.UTF_8).strip())
                    .checkpointSize();
            for (var kind : Inventory.values())
                Files.write(
                        out.resolve(kind.wireName() + AttestationCheck.LINES),
                        client.bytes(path + "/inventory/" + kind.wireName() + "?log_size=" + logSize));
            service.say("%s%n", out.toAbsolutePath());
        });
    }

    @Command(
            name = "processing-record",
            mixinStandardHelpOptions = true,
            description =
                    "The record of processing activities (GDPR Art. 30), each section with the file it was drawn from.")
    int processingRecord(
            @Mixin ServiceOptions service,
            @Option(
                            names = "--format",
                            defaultValue = "md",
                            description = "md, html or json (default: ${DEFAULT-VALUE})")
                    String format,
            @Option(names = "--out", description = "a file; standard output by default") @Nullable Path out)
            throws IOException {
        require(format, "md", "html", "json");
        return service.ask(client -> {
            JsonNode record = client.get("/v1/reports/processing-record");
            write(
                    switch (format) {
                        case "md" -> ProcessingText.markdown(record);
                        case "html" -> ProcessingText.html(record);
                        default -> ReportText.json(record);
                    },
                    out);
        });
    }

    private void require(String format, String... known) {
        if (!List.of(known).contains(format))
            throw new ParameterException(
                    spec.commandLine(), "--format must be one of " + String.join(", ", known) + ": " + format);
    }

    private static String parameter(String name, @Nullable String value) {
        return value == null ? "" : "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private void write(String text, @Nullable Path out) throws IOException {
        if (out != null) {
            Files.writeString(out, text);
            return;
        }
        PrintWriter printed = spec.commandLine().getOut();
        printed.print(text);
        printed.flush();
    }
}
