package io.gatehouse.service.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** More than one answer holds, from a server that pages as the service does: nothing twice, nothing left out, one header. */
class SearchExportTest {
    private static final int THERE = 25_000;

    @TempDir
    private Path directory;

    private HttpServer server;
    private ServiceClient client;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/search", SearchExportTest::answer);
        server.start();
        client = new ServiceClient(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "a-key");
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        var asked = JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes());
        int limit = asked.path("limit").asInt();
        if (limit > 10_000) {
            send(exchange, 400, "{\"title\":\"too many\",\"errors\":[]}");
            return;
        }
        int from = asked.has("after") ? Integer.parseInt(asked.path("after").asString()) : 0;
        int to = Math.min(THERE, from + limit);
        var text = new StringBuilder("decision_id\r\n");
        for (int i = from; i < to; i++) text.append("d").append(i).append("\r\n");
        exchange.getResponseHeaders().set("Gatehouse-Matching", Integer.toString(THERE));
        if (to - from == limit) exchange.getResponseHeaders().set("Gatehouse-Next", Integer.toString(to));
        send(exchange, 200, text.toString());
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static ObjectNode question(int limit, String format) {
        return JsonMapper.shared().createObjectNode().put("limit", limit).put("format", format);
    }

    @Test
    void pagesAreOneFile() throws IOException {
        Path file = directory.resolve("all.csv");
        var written = new SearchExport(client, "/v1/search", question(1_000_000, "csv")).write(file);
        assertThat(written.words()).isEqualTo("all of 25,000 that match");
        assertThat(Files.readAllLines(file))
                .hasSize(1 + THERE)
                .doesNotHaveDuplicates()
                .startsWith("decision_id", "d0")
                .endsWith("d24999");
    }

    @Test
    void whatIsCutSaysSo() throws IOException {
        Path file = directory.resolve("some.csv");
        var written = new SearchExport(client, "/v1/search", question(12_345, "csv")).write(file);
        assertThat(written.words()).startsWith("the first 12,345 of 25,000 that match");
        assertThat(Files.readAllLines(file)).hasSize(1 + 12_345);
    }

    @Test
    void aRefusedQuestionLeavesTheFileAsItIs() throws IOException {
        Path file = Files.writeString(directory.resolve("kept.json"), "kept");
        assertThatThrownBy(() -> new SearchExport(client, "/v1/search", question(20_000, "json")).write(file))
                .isInstanceOf(ServiceClient.RefusedException.class);
        assertThat(file).hasContent("kept");
    }
}
