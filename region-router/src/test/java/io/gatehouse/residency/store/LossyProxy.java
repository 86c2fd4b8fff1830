package io.gatehouse.residency.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between client and server and, when asked, cuts the line after the server has answered but before the client hears it. */
final class LossyProxy implements AutoCloseable {
    private final ServerSocket listener;
    private final int serverPort;
    private final AtomicInteger requestsUntilLoss = new AtomicInteger(-1);
    private final AtomicInteger lost = new AtomicInteger();
    private volatile String method = "";

    LossyProxy(int serverPort) throws IOException {
        this.serverPort = serverPort;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** @param number which request with the method is to lose its answer, from 1 */
    void loseAnswerTo(String method, int number) {
        this.method = method + " ";
        requestsUntilLoss.set(number);
    }

    int lost() {
        return lost.get();
    }

    private void accept() {
        try {
            while (true) new Line(listener.accept(), new Socket(InetAddress.getLoopbackAddress(), serverPort)).start();
        } catch (IOException _) {
            // Closed: the test is over.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private final class Line {
        private final Socket client;
        private final Socket server;
        private volatile boolean losesAnswer;

        Line(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void start() {
            Thread.ofVirtual().start(() -> pump(client, server, true));
            Thread.ofVirtual().start(() -> pump(server, client, false));
        }

        private void pump(Socket from, Socket to, boolean isRequest) {
            try (from;
                    to) {
                InputStream in = from.getInputStream();
                var buffer = new byte[65_536];
                for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                    var start = new String(buffer, 0, Math.min(count, 8), StandardCharsets.ISO_8859_1);
                    if (isRequest && start.startsWith(method) && requestsUntilLoss.decrementAndGet() == 0)
                        losesAnswer = true;
                    if (!isRequest && losesAnswer) {
                        lost.incrementAndGet();
                        return;
                    }
                    to.getOutputStream().write(buffer, 0, count);
                }
            } catch (IOException _) {
                // One side hung up; closing the other is all there is to do.
            }
        }
    }
}
