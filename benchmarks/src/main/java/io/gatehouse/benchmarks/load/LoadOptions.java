package io.gatehouse.benchmarks.load;

import io.gatehouse.benchmarks.process.Workbench;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that every program with load has. */
public final class LoadOptions {
    @Option(
            names = "--texts",
            description = "directory of labelled texts (default: ../shared/data beside the checkout)")
    private @Nullable Path texts;

    @Option(names = "--connections", defaultValue = "192", description = "at once (default ${DEFAULT-VALUE})")
    private int connections;

    @Option(names = "--authors", defaultValue = "2000", description = "who write (default ${DEFAULT-VALUE})")
    private int authors;

    @Option(names = "--seed", defaultValue = "1", description = "of texts and authors (default ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--work", description = "directory of the experiment (default: a new one below .gatehouse/bench)")
    private @Nullable Path work;

    @Option(
            names = "--own-class-path",
            description = "start the service from this program's class path, not by ./gatehouse")
    private boolean ownClassPath;

    public int connections() {
        return connections;
    }

    public int authors() {
        return authors;
    }

    public long seed() {
        return seed;
    }

    /** A new one in {@link #work}. */
    public Workbench workbench(String name) {
        var directory = work(name);
        System.err.println("work directory: " + directory);
        return ownClassPath ? Workbench.onOwnClassPath(directory) : Workbench.create(directory);
    }

    public Path work(String name) {
        return work != null
                ? work.toAbsolutePath().normalize()
                : Workbench.home().resolve(".gatehouse/bench/" + name + "-" + System.currentTimeMillis());
    }

    /** Empty, having said so, when the texts are not there. */
    public Optional<Messages> messages(int count) {
        var directory = texts == null ? Messages.directory(Workbench.home()) : Optional.of(texts);
        if (directory.isEmpty()) {
            System.out.println("SKIPPED: the labelled texts (../shared/data, or --texts DIR) are not here");
            return Optional.empty();
        }
        var messages = Messages.sample(directory.get(), count, seed);
        System.err.printf("%,d real messages drawn from %s%n", messages.size(), messages.origin());
        return Optional.of(messages);
    }
}
