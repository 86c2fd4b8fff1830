package io.gatehouse.benchmarks.load;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers screenings as the contract says, sometimes only at the second try. What it answers is made up. */
final class StubService implements AutoCloseable {
    private static final int NEVER = Integer.MAX_VALUE;

    private final HttpServer server;
    private final Map<String, Integer> indexByKey = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger next = new AtomicInteger();
    private int busyEvery = NEVER;
    private int breakEvery = NEVER;

    StubService() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/screenings", this::screen);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    StubService busyEvery(int n) {
        busyEvery = n;
        return this;
    }

    StubService breakEvery(int n) {
        breakEvery = n;
        return this;
    }

    private void screen(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        int n = requests.incrementAndGet();
        int index = indexByKey.computeIfAbsent(
                exchange.getRequestHeaders().getFirst("Idempotency-Key"), _ -> next.getAndIncrement());
        if (n % breakEvery == 0) {
            exchange.close(); // Stored, but nobody is told.
            return;
        }
        boolean busy = n % busyEvery == 0;
        var body = busy
                ? "{\"type\":\"https://x/overloaded\"}"
                : ("{\"screening_id\":\"eu-west-1.s." + index + "\",\"decision_id\":\"eu-west-1.d." + index
                        + "\",\"home_region\":\"eu-west-1\",\"evidence\":{\"index\":" + index + "}}");
        exchange.sendResponseHeaders(busy ? 503 : 200, body.length());
        exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
        exchange.close();
    }

    Target target() {
        return new Target(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "key");
    }

    int stored() {
        return indexByKey.size();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
