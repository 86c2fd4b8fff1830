package io.gatehouse.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a run knows afterwards, kept as one file a run: the token, the promises, and how many requests stayed without an
 * answer (they may or may not be stored).
 *
 * @param refused requests of authors without a home region; nothing of them may be stored
 */
public record Ledger(String runToken, int unanswered, int refused, List<Acknowledged> acknowledged) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String SUFFIX = ".ledger.jsonl";

    public Ledger {
        acknowledged = List.copyOf(acknowledged);
    }

    private record Head(String runToken, int unanswered, int refused) {}

    public void write(Path directory) {
        try (var lines =
                Files.newBufferedWriter(Files.createDirectories(directory).resolve(runToken + SUFFIX))) {
            lines.write(JSON.writeValueAsString(new Head(runToken, unanswered, refused)));
            for (var one : acknowledged) {
                lines.newLine();
                lines.write(JSON.writeValueAsString(one));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the ledger", e);
        }
    }

    /** Every ledger in the directory. */
    public static List<Ledger> readAll(Path directory) {
        var ledgers = new ArrayList<Ledger>();
        try (var files = Files.list(directory)) {
            for (var file :
                    files.filter(f -> f.toString().endsWith(SUFFIX)).sorted().toList()) {
                var lines = Files.readAllLines(file);
                var head = JSON.readValue(lines.getFirst(), Head.class);
                ledgers.add(new Ledger(head.runToken, head.unanswered, head.refused, promises(lines)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read ledgers in " + directory, e);
        }
        return ledgers;
    }

    private static List<Acknowledged> promises(Collection<String> lines) {
        return lines.stream()
                .skip(1)
                .map(line -> JSON.readValue(line, Acknowledged.class))
                .toList();
    }
}
