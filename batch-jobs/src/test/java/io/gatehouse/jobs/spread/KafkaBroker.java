package io.gatehouse.jobs.spread;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/** A real broker, and its controller, in this JVM; one for all tests, stopped and removed when the JVM ends. */
public final class KafkaBroker {
    private static PartTopics topics;

    private KafkaBroker() {}

    public static synchronized PartTopics topics() {
        if (topics == null) topics = start();
        return topics;
    }

    private static PartTopics start() {
        try {
            Path home = Files.createTempDirectory("gatehouse-kafka");
            int port = freePort();
            Properties settings = settings(home, port, freePort());
            Path file = home.resolve("server.properties");
            try (var out = Files.newBufferedWriter(file)) {
                settings.store(out, null);
            }
            format(file);
            var server = new KafkaRaftServer(KafkaConfig.fromProps(settings), Time.SYSTEM);
            server.startup();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                server.shutdown();
                server.awaitShutdown();
                deleteTree(home);
            }));
            return new PartTopics("localhost:" + port, Map.of());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static void format(Path file) {
        var said = new ByteArrayOutputStream();
        int exit = StorageTool.execute(
                new String[] {
                    "format", "--cluster-id", Uuid.randomUuid().toString(), "--config", file.toString()
                },
                new PrintStream(said, true, StandardCharsets.UTF_8));
        if (exit != 0) throw new IllegalStateException(said.toString(StandardCharsets.UTF_8));
    }

    private static Properties settings(Path home, int port, int controllerPort) {
        var settings = new Properties();
        settings.putAll(Map.of(
                "process.roles", "broker,controller",
                "node.id", "1",
                "controller.quorum.voters", "1@localhost:" + controllerPort,
                "controller.listener.names", "CONTROLLER",
                "listeners", "PLAINTEXT://localhost:" + port + ",CONTROLLER://localhost:" + controllerPort,
                "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "log.dirs", home.resolve("logs").toString(),
                "num.partitions", "4",
                "group.initial.rebalance.delay.ms", "0"));
        settings.putAll(Map.of(
                "offsets.topic.replication.factor", "1",
                "offsets.topic.num.partitions", "1",
                "share.coordinator.state.topic.replication.factor", "1",
                "share.coordinator.state.topic.min.isr", "1",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1"));
        return settings;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void deleteTree(Path tree) {
        try (var paths = Files.walk(tree)) {
            paths.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
