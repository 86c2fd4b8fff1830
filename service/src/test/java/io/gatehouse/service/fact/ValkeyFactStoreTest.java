package io.gatehouse.service.fact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.service.fact.FactStore.Addition;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.embedded.RedisServer;

/** On a real server. */
class ValkeyFactStoreTest extends FactStoreContract {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static RedisServer server;
    private static int port;

    private FactStore store;

    @BeforeAll
    static void startServer() throws IOException {
        port = freePort();
        server = start(port);
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.stop();
    }

    @BeforeEach
    void open() {
        store = ValkeyFactStore.open(URI.create("redis://127.0.0.1:" + port), TIMEOUT);
    }

    @AfterEach
    void close() {
        store.close();
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    static RedisServer start(int port) throws IOException {
        var started = RedisServer.newRedisServer()
                .port(port)
                .setting("bind 127.0.0.1")
                .setting("save \"\"")
                .build();
        started.start();
        return started;
    }

    @Override
    FactStore store() {
        return store;
    }

    @Test
    void leavesNothingThatDoesNotExpireNorSaysWhatItIs() {
        var set = set(Duration.ofMinutes(10));
        add(set, 1, NOW);
        try (var direct = new Jedis("127.0.0.1", port)) {
            assertThat(direct.keys("*")).isNotEmpty().allSatisfy(key -> {
                assertThat(direct.pttl(key)).isPositive();
                assertThat(key)
                        .startsWith("gatehouse:{eu-west-1}:")
                        .matches("gatehouse:\\{[a-z0-9-]+}:[A-Za-z0-9_-]{27}(\\.[1-9])?");
            });
        }
    }

    @Test
    void goesOnWhenTheServerLostItsScripts() {
        var set = set();
        add(set, 1, NOW);
        try (var direct = new Jedis("127.0.0.1", port)) {
            direct.scriptFlush();
        }
        assertThat(add(set, 2, NOW)).isEqualTo(2);
    }

    @Test
    void saysSoWhenTheServerIsGoneWaitsForNobodyAndHeals() throws Exception {
        int own = freePort();
        var mortal = start(own);
        var set = set();
        try (var over = ValkeyFactStore.open(URI.create("redis://127.0.0.1:" + own), Duration.ofMillis(200))) {
            over.addAndCount(HERE, List.of(new Addition(set, 1)), List.of(), NOW);
            mortal.stop();
            assertThatThrownBy(() -> over.addAndCount(HERE, List.of(new Addition(set, 2)), List.of(), NOW))
                    .isInstanceOf(FactStoreUnavailableException.class);
            long started = System.nanoTime();
            for (int i = 0; i < 100; i++)
                assertThatThrownBy(() -> over.addAndCount(HERE, List.of(new Addition(set, 2)), List.of(), NOW))
                        .isInstanceOf(FactStoreUnavailableException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofMillis(500));
            mortal = start(own);
            awaitAnswer(over, set);
        } finally {
            mortal.stop();
        }
    }

    static void awaitAnswer(FactStore store, FactStore.SetName set) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (true) {
            try {
                store.addAndCount(HERE, List.of(new Addition(set, 3)), List.of(), NOW);
                return;
            } catch (FactStoreUnavailableException down) {
                if (System.nanoTime() > end) throw down;
                Thread.sleep(20);
            }
        }
    }
}
