package io.gatehouse.service.command;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A report of tables, as somebody asks a running service for it. */
record TablesAsked(
        String name,
        @Nullable String from,
        @Nullable String to,
        @Nullable List<String> regions,
        String language) {
    /** Each form is asked for once more: what is written between two of them may be in the second alone. */
    void write(ServiceClient client, List<String> formats, Path directory) throws IOException {
        Files.createDirectories(directory);
        byte[] json = client.bytes(path("json", null));
        for (String format : formats)
            if (format.equals("csv"))
                for (String table : tables(json))
                    Files.write(
                            directory.resolve(name + "." + table + ".csv"), client.bytes(path("csv", table)));
            else
                Files.write(
                        directory.resolve(name + "." + format),
                        format.equals("json") ? json : client.bytes(path(format, null)));
    }

    private static List<String> tables(byte[] json) {
        var tables = new ArrayList<String>();
        for (JsonNode table : JsonMapper.shared().readTree(json).path("tables").values())
            tables.add(table.path("id").asString());
        return tables;
    }

    private String path(String format, @Nullable String table) {
        return "/v1/reports/made/" + encoded(name) + "?format=" + format + "&language=" + encoded(language)
                + parameter("from", from) + parameter("to", to)
                + parameter("regions", regions == null ? null : String.join(",", regions)) + parameter("table", table);
    }

    private static String parameter(String field, @Nullable String value) {
        return value == null ? "" : "&" + field + "=" + encoded(value);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
