package io.gatehouse.service.door;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/** A network between a client and a server of this machine, and what can happen to it. */
final class FaultProxy implements AutoCloseable {
    /** What happens to bytes. */
    enum Network {
        WORKS,
        /** Connections end, new ones are refused. */
        CUT,
        /** Everything vanishes and nobody is told; also that the other side hung up. */
        BLACK_HOLE,
        /** Each piece comes so late that it is no use. */
        DELAY,
        /** The client is heard and gets no answer: the server's side of each connection ends. */
        HALF_CLOSE
    }

    /** Longer than a probe of a cell waits. */
    private static final Duration LATE = Duration.ofSeconds(4);

    private final ServerSocket listener;
    private final IntSupplier serverPort;
    private final Set<Line> lines = ConcurrentHashMap.newKeySet();
    private volatile Network network = Network.WORKS;

    /** @param serverPort asked anew for each connection */
    FaultProxy(IntSupplier serverPort) throws IOException {
        this.serverPort = serverPort;
        this.listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    void set(Network next) {
        network = next;
        if (next == Network.CUT) lines.forEach(Line::hangUp);
        if (next == Network.HALF_CLOSE) lines.forEach(Line::silence);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var client = listener.accept();
                if (network == Network.CUT) client.close();
                else new Line(client, new Socket(InetAddress.getLoopbackAddress(), serverPort.getAsInt())).start();
            } catch (IOException _) {
                // Closed, or the server is not there: the client sees a connection that ends.
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        lines.forEach(Line::hangUp);
    }

    private final class Line {
        private final Socket client;
        private final Socket server;
        /** Bytes were lost: what comes after them would be nonsense to either side. */
        private volatile boolean lost;

        Line(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void start() {
            lines.add(this);
            if (network == Network.HALF_CLOSE) silence();
            Thread.ofVirtual().start(() -> pump(client, server));
            Thread.ofVirtual().start(() -> pump(server, client));
        }

        private void pump(Socket from, Socket to) {
            try {
                InputStream in = from.getInputStream();
                var buffer = new byte[65_536];
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    if (network == Network.BLACK_HOLE) lost = true;
                    if (network == Network.DELAY) LockSupport.parkNanos(LATE.toNanos());
                    if (!lost) to.getOutputStream().write(buffer, 0, count);
                }
            } catch (IOException _) {
                // One side is gone.
            }
            if (!lost) hangUp();
        }

        void silence() {
            try {
                client.shutdownOutput();
            } catch (IOException _) {
                hangUp();
            }
        }

        void hangUp() {
            lines.remove(this);
            try (client;
                    server) {
                lost = true;
            } catch (IOException _) {
                // Both are closed as far as they can be.
            }
        }
    }
}
