package io.gatehouse.benchmarks.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a fixed number of keep-alive connections busy with {@link Traffic}, one request at a time on each, from the calling
 * thread. A broken connection is opened again. Not thread-safe.
 */
public final class HttpLoop implements AutoCloseable {
    /** Between attempts to reach a server that is away. */
    private static final long RECONNECT_NANOS = Duration.ofMillis(50).toNanos();

    private static final long LOOK_FOR_LATE_NANOS = Duration.ofMillis(100).toNanos();
    /** Requests that become due are looked for this often. */
    private static final long TICK_MILLIS = 1;

    private final InetSocketAddress server;
    private final long answerLimitNanos;
    private final Selector selector;
    private final List<Connection> all = new ArrayList<>();
    private final ArrayDeque<Connection> idle = new ArrayDeque<>();
    private final ArrayDeque<Connection> closed = new ArrayDeque<>();

    /** @param answerLimit after which a request counts as lost */
    public HttpLoop(InetSocketAddress server, int connections, Duration answerLimit) {
        if (!server.getAddress().isLoopbackAddress())
            throw new IllegalArgumentException("load goes to this machine only: " + server);
        this.server = server;
        this.answerLimitNanos = answerLimit.toNanos();
        try {
            this.selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (int i = 0; i < connections; i++) {
            var connection = new Connection();
            all.add(connection);
            closed.add(connection);
        }
    }

    /** @return whether the traffic finished within {@code limit} */
    public boolean run(Traffic traffic, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        long lookForLate = System.nanoTime();
        try {
            while (true) {
                long now = System.nanoTime();
                if (traffic.isFinished(now)) return true;
                if (now > end) return false;
                reopen(now);
                fill(traffic, now);
                selector.select(key -> attend(key, traffic), TICK_MILLIS);
                if (now - lookForLate > LOOK_FOR_LATE_NANOS) {
                    lookForLate = now;
                    for (var connection : all) connection.giveUpIfLate(traffic, now);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void reopen(long now) {
        for (int i = closed.size(); i > 0; i--) {
            var connection = closed.removeFirst();
            if (connection.openAt > now) closed.addLast(connection);
            else connection.open(now);
        }
    }

    private void fill(Traffic traffic, long now) {
        while (!idle.isEmpty()) {
            var request = traffic.next(now);
            if (request == null) return;
            idle.removeFirst().send(request, traffic);
        }
    }

    private static void attend(SelectionKey key, Traffic traffic) {
        if (key.attachment() instanceof Connection connection) connection.attend(key, traffic);
    }

    @Override
    public void close() {
        try {
            for (var connection : all) if (connection.channel != null) connection.channel.close();
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In one of the lists while it has no request. */
    private final class Connection {
        private final AnswerReader reader = new AnswerReader();
        private @Nullable SocketChannel channel;
        private @Nullable Request request;
        private ByteBuffer unsent = ByteBuffer.allocate(0);
        private long sentAt;
        private long openAt;

        void open(long now) {
            try {
                var opened = SocketChannel.open();
                channel = opened;
                opened.configureBlocking(false);
                opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
                boolean connected = opened.connect(server);
                opened.register(selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
                if (connected) idle.addLast(this);
            } catch (IOException e) {
                closeUntil(now + RECONNECT_NANOS);
            }
        }

        void send(Request next, Traffic traffic) {
            request = next;
            reader.reset();
            unsent = ByteBuffer.wrap(next.bytes());
            sentAt = System.nanoTime();
            try {
                write();
            } catch (IOException e) {
                fail(traffic, System.nanoTime());
            }
        }

        private void write() throws IOException {
            var open = channel;
            if (open == null) throw new IOException("closed");
            open.write(unsent);
            var key = open.keyFor(selector);
            if (key != null) key.interestOps(unsent.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        }

        void attend(SelectionKey key, Traffic traffic) {
            try {
                if (key.isConnectable()) finishConnect(key);
                else if (key.isWritable()) write();
                else if (key.isReadable()) read(traffic);
            } catch (IOException e) {
                fail(traffic, System.nanoTime());
            }
        }

        private void finishConnect(SelectionKey key) throws IOException {
            var open = channel;
            if (open == null || !open.finishConnect()) return;
            key.interestOps(SelectionKey.OP_READ);
            idle.addLast(this);
        }

        private void read(Traffic traffic) throws IOException {
            var open = channel;
            if (open == null) return;
            if (!reader.readFrom(open)) throw new IOException("closed by the server");
            var asked = request;
            if (asked == null) throw new IOException("an answer to no request");
            var answer = reader.take();
            if (answer == null) return;
            request = null;
            long now = System.nanoTime();
            traffic.answered(asked, answer, sentAt, now);
            if (reader.closes()) closeUntil(now);
            else idle.addLast(this);
        }

        void giveUpIfLate(Traffic traffic, long now) {
            if (request != null && now - sentAt > answerLimitNanos) fail(traffic, now);
        }

        private void fail(Traffic traffic, long now) {
            var asked = request;
            request = null;
            idle.remove(this);
            closeUntil(now + RECONNECT_NANOS);
            if (asked != null) traffic.lost(asked, now);
        }

        private void closeUntil(long when) {
            try {
                if (channel != null) channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot close a socket", e);
            }
            channel = null;
            openAt = when;
            closed.addLast(this);
        }
    }
}
