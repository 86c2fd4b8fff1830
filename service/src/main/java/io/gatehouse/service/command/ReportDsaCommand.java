package io.gatehouse.service.command;

import io.gatehouse.jobs.report.ReportFile;
import io.gatehouse.service.command.ServiceClient.RefusedException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Makes the transparency report of a running service, or fetches the one that is kept, and says where numbers are from. */
@Command(
        name = "dsa",
        mixinStandardHelpOptions = true,
        description = {
            "Makes the DSA transparency report of a period from a running service's records, keeps it there, and writes all sheets",
            "as CSV, the workbook and the page. A version that is kept already is fetched; --reason makes a new one.",
            "Words come from policies/law/transparency-words.yaml of the service."
        })
final class ReportDsaCommand implements Callable<Integer> {
    /** A million decisions take a minute at most. */
    private static final Duration MADE_WITHIN = Duration.ofMinutes(10);

    private static final int CONFLICT = 409;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServiceOptions service = new ServiceOptions();

    @Option(names = "--from", description = "first day of the period, such as 2026-01-01")
    private @Nullable String from;

    @Option(names = "--to", description = "last day of the period")
    private @Nullable String to;

    @Option(
            names = "--class",
            description =
                    "what the provider is: intermediary, hosting, online-platform, vlop or vlose; as the words say by default")
    private @Nullable String provider;

    @Option(names = "--regions", split = ",", description = "whose records are counted; all by default")
    private @Nullable List<String> regions;

    @Option(names = "--published", description = "when it is published; today by default")
    private @Nullable String published;

    @Option(names = "--previous", description = "when the report before was published; as the archive knows by default")
    private @Nullable String previous;

    @Option(names = "--draft", description = "to look at: what is not filled in stays empty; kept until the next draft")
    private boolean draft;

    @Option(names = "--reason", description = "what a new version corrects, and why; it is published")
    private @Nullable String reason;

    @Option(names = "--report", description = "id of a kept report, instead of a period")
    private @Nullable String report;

    @Option(names = "--out", description = "a directory: one CSV a sheet, report.xlsx, report.html, report.json")
    private @Nullable Path out;

    @Option(
            names = "--explain",
            paramLabel = "SHEET!CELL",
            description = "lists the question behind a cell and the ids counted, for example 4!F12 (the header is row 1)")
    private @Nullable String explain;

    @Override
    public Integer call() throws IOException {
        if (report == null && (from == null || to == null))
            throw new ParameterException(spec.commandLine(), "--from and --to name the period, or --report a kept report");
        if (out == null && explain == null)
            throw new ParameterException(spec.commandLine(), "--out names a directory, or --explain a cell");
        return service.ask(client -> {
            JsonNode kept = kept(client);
            if (out != null) fetch(client, kept, out);
            if (explain != null) explain(client, kept.path("id").asString(), explain);
        });
    }

    private JsonNode kept(ServiceClient client) throws IOException {
        if (report != null) return client.get("/v1/reports/" + encoded(report));
        try {
            return client.post("/v1/reports", body(), MADE_WITHIN);
        } catch (RefusedException refused) {
            String id = refused.problem().path("report_id").asString("");
            if (refused.status() != CONFLICT || id.isEmpty()) throw refused;
            return client.get("/v1/reports/" + encoded(id));
        }
    }

    private JsonNode body() {
        var body = JsonMapper.shared().createObjectNode();
        body.put("name", "dsa");
        put(body, "from", from);
        put(body, "to", to);
        put(body, "class", provider);
        put(body, "published", published);
        put(body, "previous", previous);
        put(body, "reason", reason);
        if (regions != null) {
            var named = body.putArray("regions");
            regions.forEach(named::add);
        }
        // Who asks about a number only needs no version to be kept for it.
        if (draft || out == null) body.put("draft", true);
        return body;
    }

    private static void put(ObjectNode body, String field, @Nullable String value) {
        if (value != null) body.put(field, value);
    }

    private void fetch(ServiceClient client, JsonNode kept, Path directory) throws IOException {
        Files.createDirectories(directory);
        String id = kept.path("id").asString();
        for (JsonNode file : kept.path("files").values()) {
            String name = file.path("name").asString();
            byte[] bytes = client.bytes("/v1/reports/" + encoded(id) + "/files/" + encoded(name));
            var fetched = new ReportFile(name, file.path("media_type").asString(), bytes);
            if (!fetched.sha256().equals(file.path("sha256").asString()))
                throw new IOException(name + " is not what was kept: its digest differs");
            Files.write(directory.resolve(name), bytes);
        }
        String version = kept.path("draft").asBoolean(false)
                ? "draft"
                : "version " + kept.path("version").asInt() + ", kept until " + kept.path("keep_until").asString();
        service.say(
                "%s%n%s, %s, %s%n",
                directory.toAbsolutePath(),
                id,
                version,
                kept.path("digest").asString());
    }

    private void explain(ServiceClient client, String id, String cell) throws IOException {
        JsonNode found =
                client.get("/v1/reports/" + encoded(id) + "/explanation?cell=" + encoded(cell), MADE_WITHIN);
        var text = new StringBuilder();
        text.append(cell).append(" is ").append(found.path("kept_value").asString("")).append('\n');
        if (!found.path("value").asString("").equals(found.path("kept_value").asString("")))
            text.append("counted again, it is ").append(found.path("value").asString("")).append('\n');
        String query = found.path("query").asString("");
        text.append(query.isEmpty() ? "nothing was computed: it is as given" : query).append('\n');
        for (JsonNode each : found.path("ids").values()) text.append(each.asString()).append('\n');
        int counted = found.path("counted").asInt();
        if (counted > found.path("ids").size())
            text.append("and ").append(counted - found.path("ids").size()).append(" more\n");
        service.say("%s", text);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
