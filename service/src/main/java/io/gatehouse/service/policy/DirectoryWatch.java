package io.gatehouse.service.policy;

import io.gatehouse.moderation.policy.Problem;
import io.gatehouse.service.policy.PolicyLibrary.Compilation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether the policy directory was edited and takes over what is sound, as long as the directory rules. What is
 * unsound is told and changes nothing. {@link #look} is called by one thread.
 */
final class DirectoryWatch {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryWatch.class);

    private final Path directory;
    private final PolicyLibrary library;
    private final PolicyLife life;
    private Map<String, String> taken;
    private Map<String, String> seen;
    private volatile List<Problem> faults = List.of();

    DirectoryWatch(Path directory, PolicyLibrary library, PolicyLife life) {
        this.directory = directory;
        this.library = library;
        this.life = life;
        this.taken = fingerprint();
        this.seen = taken;
    }

    /** What is wrong with the directory as it was last looked at; empty when nothing is. */
    List<Problem> faults() {
        return faults;
    }

    /** What a start found wrong with it, before anybody looked again. */
    void found(List<Problem> atStart) {
        faults = List.copyOf(atStart);
    }

    /** @return whether another version became active */
    boolean look() {
        var now = fingerprint();
        boolean isStill = now.equals(seen);
        seen = now;
        // An editor, or a checkout, writes many files: one look without a change says that it is done.
        if (!isStill || now.equals(taken)) return false;
        taken = now;
        return take();
    }

    private boolean take() {
        PolicyFiles files;
        try {
            files = PolicyFiles.read(directory);
        } catch (IOException unreadable) {
            refuse(List.of(new Problem("", 0, "the directory cannot be read: " + unreadable.getMessage(), null)));
            return false;
        }
        return switch (library.compile(files)) {
            case Compilation.Rejected(var found) -> {
                refuse(found);
                yield false;
            }
            case Compilation.Ready(var compiled) -> {
                if (!compiled.tests().passed()) {
                    refuse(compiled.tests().failures());
                    yield false;
                }
                faults = List.of();
                boolean isNew = life.importActive(compiled, files, "the policy directory was edited");
                if (isNew) LOG.info("the policy directory was edited: {} is active", compiled.digest());
                yield isNew;
            }
        };
    }

    private void refuse(List<Problem> found) {
        faults = List.copyOf(found);
        LOG.warn(
                "the policy directory was edited and is not sound (faults: {}); what was active stays so. The first: {}",
                found.size(),
                found.getFirst());
    }

    /** Sizes and times of the files, which cost nothing to look at. */
    private Map<String, String> fingerprint() {
        var print = new TreeMap<String, String>();
        try {
            for (Path file : PolicyFiles.pathsOf(directory))
                print.put(
                        PolicyFiles.nameOf(directory, file),
                        Files.size(file) + " " + Files.getLastModifiedTime(file).toInstant());
        } catch (IOException | java.io.UncheckedIOException changing) {
            // A file went away between two questions: the next look sees it settled.
            print.put("", changing.toString());
        }
        return print;
    }
}
