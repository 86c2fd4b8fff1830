package io.gatehouse.service.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Asks the index of one region of a running service. */
@Command(
        name = "search",
        mixinStandardHelpOptions = true,
        description = {
            "Finds decisions of a region, or with --contents what people said, which the region's log records.",
            "Words must all be there; \"in this order\", begin*, rule:hate.*, OR, NOT and parentheses are understood.",
            "Example: search --region eu-west-1 --where verdict=restrict --facet category 'rule:hate.* -rule:hate.slur'"
        })
final class SearchCommand implements java.util.concurrent.Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ServiceOptions service = new ServiceOptions();

    @Parameters(paramLabel = "QUESTION", arity = "0..*", description = "what to look for; nothing for everything")
    private List<String> words = List.of();

    @Option(names = "--region", required = true, description = "whose index is asked")
    private String region;

    @Option(names = "--contents", description = "look in what people said; needs the role reviewer or privacy")
    private boolean contents;

    @Option(
            names = "--where",
            paramLabel = "FIELD=CODE",
            description = "verdict, category, language, surface, rule, action, signal, policy, decided_by, degraded,"
                    + " standing; may be repeated")
    private List<String> where = List.of();

    @Option(names = "--account", description = "the platform's id of the author")
    private @Nullable String account;

    @Option(names = "--from", description = "decided at this time or later, for example 2026-11-01T00:00:00Z")
    private @Nullable String from;

    @Option(names = "--to", description = "decided before this time")
    private @Nullable String to;

    @Option(names = "--min-score", description = "the lowest score of a label, 0 to 1")
    private @Nullable Double minScore;

    @Option(names = "--sort", description = "newest (the default), oldest or relevance")
    private @Nullable String sort;

    @Option(
            names = "--limit",
            defaultValue = "50",
            description =
                    "most decisions (default: ${DEFAULT-VALUE}); beyond 10,000, or 1,000 contents, into a file of CSV or NDJSON only")
    private int limit;

    @Option(names = "--facet", description = "count by this field; may be repeated")
    private List<String> facets = List.of();

    @Option(names = "--format", defaultValue = "table", description = "table, json, ndjson or csv")
    private String format;

    @Option(names = "--out", description = "write to this file")
    private @Nullable Path out;

    @Option(names = "--purpose", description = "what it is read for, as transfers.yaml names it")
    private @Nullable String purpose;

    @Override
    public Integer call() throws IOException {
        try {
            return service.ask(this::ask);
        } catch (ServiceClient.RefusedException refused) {
            // A question that is not understood is wrong use of the command line.
            if (refused.status() == 400) throw new ParameterException(spec.commandLine(), refused.getMessage());
            throw refused;
        }
    }

    private void ask(ServiceClient client) throws IOException {
        var path = (contents ? "/v1/search/contents" : "/v1/search")
                + (purpose == null ? "" : "?purpose=" + java.net.URLEncoder.encode(purpose, StandardCharsets.UTF_8));
        boolean isTable = format.equals("table");
        if (out != null) {
            var written = new SearchExport(client, path, question(isTable)).write(out);
            service.say("%s: %s%n", out, written.words());
            return;
        }
        byte[] answer = client.postForBytes(path, question(isTable));
        if (isTable) {
            service.say("%s", table(JsonMapper.shared().readTree(answer)));
        } else {
            service.say("%s", new String(answer, StandardCharsets.UTF_8));
        }
    }

    private ObjectNode question(boolean isTable) {
        var body = JsonMapper.shared().createObjectNode();
        body.put("region", region);
        if (!words.isEmpty()) body.put("q", String.join(" ", words));
        for (var each : where) {
            int equals = each.indexOf('=');
            if (equals < 1) throw new ParameterException(spec.commandLine(), "not FIELD=CODE: " + each);
            body.withArray("/" + each.substring(0, equals)).add(each.substring(equals + 1));
        }
        if (account != null) body.put("account", account);
        if (from != null) body.put("from", from);
        if (to != null) body.put("to", to);
        if (minScore != null) body.put("min_score", minScore);
        if (sort != null) body.put("sort", sort);
        body.put("limit", limit);
        facets.forEach(body.withArray("/facets")::add);
        if (!isTable || out != null) body.put("format", isTable ? "json" : format.toLowerCase(Locale.ROOT));
        return body;
    }

    private static String table(JsonNode answer) {
        var text = new StringBuilder();
        for (JsonNode each : answer.path("decisions").values()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-24.24s %-10s %-12s %-3s %5.2f  %s%n",
                    each.path("decided_at").asString(""),
                    each.path("verdict").asString(""),
                    each.path("surface").asString(""),
                    each.path("language").asString(""),
                    each.path("score").asDouble(0),
                    each.path("decision_id").asString("")));
            if (each.has("text"))
                text.append("    ")
                        .append(each.path("text").asString("").replaceAll("\\p{Cntrl}", " "))
                        .append('\n');
        }
        for (Map.Entry<String, JsonNode> facet : answer.path("facets").properties()) {
            text.append(facet.getKey()).append(":");
            for (JsonNode count : facet.getValue().values())
                text.append("  ")
                        .append(count.path("value").asString(""))
                        .append(' ')
                        .append(count.path("matching").asLong(0));
            text.append('\n');
        }
        long matching = answer.path("matching").asLong(0);
        return text.append(matching)
                .append(matching == 1 ? " decision matches" : " decisions match")
                .append('\n')
                .toString();
    }
}
