package io.gatehouse.benchmarks.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The filters of {@code peers.mjs}, installed by npm into a directory of ours and run by Node, one process a measurement. */
final class PeerFilters {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> FILES = List.of("package.json", "peers.mjs");

    private final Path directory;

    private PeerFilters(Path directory) {
        this.directory = directory;
    }

    /**
     * @param rate messages a second on one core
     * @param flagged by judged file: a {@code 1} for every line that was flagged, a {@code 0} for every other
     */
    record Measured(double rate, List<String> flagged) {}

    /** Empty, with a sentence on standard error, where Node or the packages cannot be had. */
    static Optional<PeerFilters> install(Path sources, Path directory) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        for (var file : FILES)
            Files.copy(sources.resolve(file), directory.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        var filters = new PeerFilters(directory);
        try {
            filters.run(List.of("npm", "install", "--no-audit", "--no-fund", "--loglevel=error"));
            return Optional.of(filters);
        } catch (IOException unavailable) {
            System.err.println(
                    "the peers cannot be installed, so Gatehouse is measured alone: " + unavailable.getMessage());
            return Optional.empty();
        }
    }

    List<String> names() throws IOException, InterruptedException {
        return StreamSupport.stream(JSON.readTree(node("--list")).spliterator(), false)
                .map(JsonNode::asString)
                .toList();
    }

    Measured measure(String peer, int seconds, Path texts, List<Path> judged) throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of(peer, Integer.toString(seconds), texts.toString()));
        judged.forEach(file -> arguments.add(file.toString()));
        var answer = JSON.readTree(node(arguments.toArray(String[]::new)));
        var flagged = StreamSupport.stream(answer.path("judged").spliterator(), false)
                .map(JsonNode::asString)
                .toList();
        return new Measured(answer.path("rate").asDouble(), flagged);
    }

    private String node(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("node", "peers.mjs"));
        command.addAll(List.of(arguments));
        var output = run(command);
        // Some peers greet on standard output first.
        return output.substring(output.stripTrailing().lastIndexOf('\n') + 1);
    }

    private String run(List<String> command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        if (code != 0) throw new IOException(command.getFirst() + " " + command.get(1) + " ended with " + code);
        return output;
    }
}
