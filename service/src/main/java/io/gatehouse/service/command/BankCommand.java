package io.gatehouse.service.command;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Hash lists in files, into and out of the banks of a running service. */
@Command(
        name = "bank",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "import|export",
        description =
                "Hash lists in files, into and out of banks of a running service; its key comes from GATEHOUSE_API_KEY.")
final class BankCommand implements Runnable {
    static final List<String> FIELDS =
            List.of("hash", "quality", "provenance", "notes", "disable_until", "video", "kind");

    /** Rows in one transaction of the service. */
    private static final int ROWS_AT_ONCE = 2_000;

    /** The service's pages. */
    private static final int PAGE = 1_000;

    /** Whoever has more faults has one, many times. */
    private static final int FAULTS_SHOWN = 1_000;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--url",
            defaultValue = "http://localhost:8080",
            scope = ScopeType.INHERIT,
            description = "the service (default: ${DEFAULT-VALUE})")
    private URI url;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "bank what? import or export");
    }

    private ServiceClient client() {
        return new ServiceClient(url, System.getenv("GATEHOUSE_API_KEY"));
    }

    private static String path(String region, String bank) {
        return "/v1/banks/" + URLEncoder.encode(region, StandardCharsets.UTF_8) + "/"
                + URLEncoder.encode(bank, StandardCharsets.UTF_8) + "/entries";
    }

    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            description = {
                "Adds the hashes of a file to a bank: CSV with a line of column names (hash, quality, provenance, notes,",
                "disable_until, video), or JSON objects in lines or in an array (.json, .jsonl). Wrong lines are named and",
                "left out; known hashes stay as they are, so that it may be run again. Ends with 1 when lines were wrong."
            })
    int importFile(
            @Parameters(paramLabel = "REGION") String region,
            @Parameters(paramLabel = "BANK") String bank,
            @Parameters(paramLabel = "FILE") Path file,
            @Option(names = "--provenance", description = "of rows that say none: where the list is from") @Nullable
                    String provenance)
            throws IOException {
        try (var client = client();
                var rows = HashRows.open(file)) {
            var sending = new Sending(client, path(region, bank) + "?partial=true", provenance);
            for (var row = rows.next(); row.isPresent(); row = rows.next()) sending.take(row.get());
            sending.send();
            sending.say("%,d rows: %,d hashes added, %,d known already, %,d wrong%n");
            return sending.wrong == 0 ? GatehouseCommand.DONE : GatehouseCommand.FAULTS;
        }
    }

    /** Rows on their way to the service. */
    private final class Sending {
        private final ServiceClient client;
        private final String path;
        private final @Nullable String provenance;
        private final PrintWriter err = spec.commandLine().getErr();
        private final List<Long> lines = new ArrayList<>();
        private ArrayNode entries = JsonMapper.shared().createArrayNode();
        private long read;
        private long added;
        private long known;
        private long wrong;

        Sending(ServiceClient client, String path, @Nullable String provenance) {
            this.client = client;
            this.path = path;
            this.provenance = provenance;
        }

        void take(HashRows.Row row) throws IOException {
            read++;
            if (row.entry() == null) {
                fault(row.line(), row.fault());
                wrong++;
                return;
            }
            if (provenance != null && !row.entry().has("provenance"))
                row.entry().put("provenance", provenance);
            entries.add(row.entry());
            lines.add(row.line());
            if (lines.size() < ROWS_AT_ONCE) return;
            send();
            say("%,d rows: %,d added, %,d known already, %,d wrong ...%n");
        }

        void send() throws IOException {
            if (lines.isEmpty()) return;
            ObjectNode body = JsonMapper.shared().createObjectNode();
            body.set("entries", entries);
            var answer = client.post(path, body);
            added += answer.path("added").asLong(0);
            known += answer.path("known_already").asLong(0);
            long refused = answer.path("refused").asLong(0);
            wrong += refused;
            long named = 0;
            long last = -1;
            for (JsonNode error : answer.path("errors").values()) {
                var pointer = error.path("pointer").asString("").split("/", 4);
                int at = Integer.parseInt(pointer[2]);
                if (at != last) named++;
                last = at;
                fault(
                        lines.get(at),
                        (pointer.length > 3 ? pointer[3] + ": " : "")
                                + error.path("detail").asString(""));
            }
            if (refused > named)
                fault(
                        lines.getFirst(),
                        (refused - named) + " more rows are wrong from here to line " + lines.getLast());
            entries = JsonMapper.shared().createArrayNode();
            lines.clear();
        }

        private long shown;

        private void fault(long line, String detail) {
            if (shown++ < FAULTS_SHOWN) err.printf(Locale.ROOT, "line %d: %s%n", line, detail);
            else if (shown == FAULTS_SHOWN + 1) err.println("further faults are not shown");
            err.flush();
        }

        void say(String pattern) {
            var out = spec.commandLine().getOut();
            out.printf(Locale.ROOT, pattern, read, added, known, wrong);
            out.flush();
        }
    }

    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            description =
                    "Writes a bank as CSV with all columns, or as JSON lines when the file ends in .jsonl or .ndjson.")
    int exportFile(
            @Parameters(paramLabel = "REGION") String region,
            @Parameters(paramLabel = "BANK") String bank,
            @Parameters(paramLabel = "FILE") Path file)
            throws IOException {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        boolean isJson = name.endsWith(".jsonl") || name.endsWith(".ndjson");
        try (var client = client();
                var out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            long written = isJson ? json(client, path(region, bank), out) : csv(client, path(region, bank), out);
            spec.commandLine().getOut().printf(Locale.ROOT, "%,d hashes written to %s%n", written, file);
            spec.commandLine().getOut().flush();
            return GatehouseCommand.DONE;
        }
    }

    private static long json(ServiceClient client, String path, BufferedWriter out) throws IOException {
        return pages(client, path, entry -> {
            ObjectNode kept = JsonMapper.shared().createObjectNode();
            for (var field : FIELDS) if (entry.has(field)) kept.set(field, entry.get(field));
            out.write(kept.toString());
            out.newLine();
        });
    }

    private static long csv(ServiceClient client, String path, BufferedWriter out) throws IOException {
        var printer = new CSVPrinter(out, CSVFormat.RFC4180);
        printer.printRecord(FIELDS);
        long written = pages(client, path, entry -> {
            var values = new ArrayList<String>();
            for (var field : FIELDS) values.add(entry.path(field).asString(""));
            printer.printRecord(values);
        });
        printer.flush();
        return written;
    }

    @FunctionalInterface
    private interface Writing {
        void write(JsonNode entry) throws IOException;
    }

    private static long pages(ServiceClient client, String path, Writing writing) throws IOException {
        long written = 0;
        long after = 0;
        while (true) {
            var entries = client.get(path + "?after=" + after).path("entries");
            for (JsonNode entry : entries.values()) {
                writing.write(entry);
                after = entry.path("entry_id").asLong(after);
                written++;
            }
            if (entries.size() < PAGE) return written;
        }
    }
}
