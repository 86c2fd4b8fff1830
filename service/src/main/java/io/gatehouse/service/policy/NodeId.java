package io.gatehouse.service.policy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.UUID;

/** The name under which a node reports: its host's, and a part that stays with its data directory. */
final class NodeId {
    private NodeId() {}

    static String of(Path data) throws IOException {
        Path file = data.resolve("node-id");
        try {
            return Files.readString(file).strip();
        } catch (NoSuchFileException first) {
            String id = host() + "-" + UUID.randomUUID().toString().substring(0, 8);
            Files.createDirectories(data);
            Files.writeString(file, id + "\n");
            return id;
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "node";
        }
    }
}
