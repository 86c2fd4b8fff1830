package io.gatehouse.jobs.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A body that shares hashes: a real server, which answers, pages and refuses as the body's own documents say. */
abstract class OtherSide implements AutoCloseable {
    private final HttpServer server;
    /** What was asked, each as {@code METHOD path?query}, without tokens. */
    final List<String> asked = new CopyOnWriteArrayList<>();
    /** Answered before anything else, once each. */
    final List<Answer> first = new CopyOnWriteArrayList<>();

    /** @param headers name, value, name, value ... */
    record Answer(int status, String body, List<String> headers) {
        Answer(int status, String body) {
            this(status, body, List.of());
        }
    }

    OtherSide() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            asked.add(exchange.getRequestMethod() + " "
                    + exchange.getRequestURI().toString().replaceAll("access_token=[^&]*", "access_token=_"));
            Answer answer;
            try {
                answer = first.isEmpty() ? answer(exchange, body) : first.removeFirst();
            } catch (RuntimeException wrong) {
                answer = new Answer(400, "refused: " + wrong);
            }
            for (int i = 0; i < answer.headers().size(); i += 2)
                exchange.getResponseHeaders()
                        .add(answer.headers().get(i), answer.headers().get(i + 1));
            byte[] bytes = answer.body().getBytes(UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    /** What is thrown is answered with 400. */
    abstract Answer answer(HttpExchange exchange, String body);

    static Map<String, String> query(HttpExchange exchange) {
        return form(String.valueOf(exchange.getRequestURI().getRawQuery()));
    }

    static Map<String, String> form(String encoded) {
        var query = new TreeMap<String, String>();
        for (var parameter : encoded.split("&")) {
            var parts = parameter.split("=", 2);
            query.put(parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], UTF_8));
        }
        return query;
    }

    static void require(boolean condition, String what) {
        if (!condition) throw new IllegalArgumentException(what);
    }

    /** Places of a page. */
    static <T> List<T> page(List<T> all, int from, int size) {
        return new ArrayList<>(all.subList(Math.min(from, all.size()), Math.min(all.size(), from + size)));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
