package io.gatehouse.service.door;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A server of somebody else's classifiers: what is said to be awful is hateful, and what is said to break it does. */
final class Classifiers {
    private static final List<String> RECEIVED = new CopyOnWriteArrayList<>();

    private static final class Running {
        static final HttpServer SERVER = start();
    }

    private Classifiers() {}

    /** What it was sent, one body each, in order. */
    static List<String> received() {
        return RECEIVED;
    }

    /** One in the home region of Ireland, and one somewhere that nothing may go to. */
    static Map<String, Object> configured() {
        String url = "http://127.0.0.1:" + Running.SERVER.getAddress().getPort();
        return Map.of(
                "gatehouse.classifiers.nearby.url",
                url + "/nearby",
                "gatehouse.classifiers.nearby.region",
                "eu-west-1",
                "gatehouse.classifiers.nearby.timeout",
                "5s",
                "gatehouse.classifiers.faraway.url",
                url + "/faraway",
                "gatehouse.classifiers.faraway.country",
                "US",
                "gatehouse.classifiers.faraway.recipient",
                "nobody-on-file");
    }

    private static HttpServer start() {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", exchange -> {
                try (exchange) {
                    String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                    RECEIVED.add(sent);
                    byte[] answer = ("{\"scores\":[{\"hate\":" + (sent.contains("awful") ? "0.9375" : "0.0625") + "}]}")
                            .getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(sent.contains("breaking") ? 500 : 200, answer.length);
                    exchange.getResponseBody().write(answer);
                }
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
