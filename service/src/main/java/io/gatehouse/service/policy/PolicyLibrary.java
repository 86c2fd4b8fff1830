package io.gatehouse.service.policy;

import io.gatehouse.moderation.classifier.ModelRefusedException;
import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.content.ContentId;
import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.judge.Observation;
import io.gatehouse.moderation.policy.FileParts;
import io.gatehouse.moderation.policy.Problem;
import io.gatehouse.residency.region.Territories;
import io.gatehouse.service.judging.Judging;
import io.gatehouse.service.judging.LanguageModels;
import io.gatehouse.service.judging.Norms;
import io.gatehouse.service.judging.NormsRejectedException;
import io.gatehouse.service.judging.PolicyTests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Versions compiled and ready to judge, by digest. Compiling happens here and never on the way of a message; files lie
 * unpacked in the data directory while they are read. Thread-safe; one compilation at a time.
 */
final class PolicyLibrary {
    /** What a node may run at once, and the one before it. */
    private static final int KEPT = 6;

    private final PolicyStore store;
    private final Path shelf;
    private final Norms.Law law;
    private final LanguageModels languages;
    private final Territories territories;
    private final Clock clock;
    private final FileParts parts;
    /** Held while something is compiled; what is compiled already is found without it. */
    private final ReentrantLock compiling = new ReentrantLock();

    // Guarded by itself.
    private final Map<String, Compiled> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Compiled> eldest) {
            return size() > KEPT;
        }
    };

    PolicyLibrary(
            PolicyStore store,
            Path shelf,
            Norms.Law law,
            LanguageModels languages,
            Territories territories,
            Clock clock,
            FileParts parts) {
        this.store = store;
        this.shelf = shelf;
        this.law = law;
        this.languages = languages;
        this.territories = territories;
        this.clock = clock;
        this.parts = parts;
    }

    /** A version that has no faults. Its tests run when somebody asks first: before a stage, never before judging. */
    static final class Compiled {
        private final Norms norms;
        private final Judging judging;
        private final Object testing = new Object();
        // Guarded by testing.
        private PolicyTests.@Nullable Outcome tests;

        Compiled(Norms norms, Judging judging) {
            this.norms = norms;
            this.judging = judging;
        }

        Norms norms() {
            return norms;
        }

        Judging judging() {
            return judging;
        }

        /** Each rule's examples and the scenarios, run once. */
        PolicyTests.Outcome tests() {
            synchronized (testing) {
                if (tests == null) tests = PolicyTests.run(norms, judging.moderator());
                return tests;
            }
        }

        String digest() {
            return norms.policies().digest();
        }
    }

    /** What came of compiling files that somebody sent. */
    sealed interface Compilation {
        record Ready(Compiled compiled) implements Compilation {}

        /** @param faults never empty */
        record Rejected(List<Problem> faults) implements Compilation {
            public Rejected {
                faults = List.copyOf(faults);
            }
        }
    }

    /** A stored version cannot be judged by: its files do not say what its digest says, or this program refuses them. */
    static final class UnusableVersionException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnusableVersionException(String message) {
            super(message);
        }
    }

    Compilation compile(PolicyFiles files) {
        var faults = files.faults();
        if (!faults.isEmpty()) return new Compilation.Rejected(faults);
        compiling.lock();
        try {
            Files.createDirectories(shelf);
            Path unpacked = Files.createTempDirectory(shelf, "unpacked-");
            try {
                files.writeTo(unpacked);
                return read(unpacked);
            } finally {
                deleteTree(unpacked);
            }
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        } finally {
            compiling.unlock();
        }
    }

    private Compilation read(Path unpacked) {
        try {
            var norms = Norms.read(unpacked, law, parts);
            var compiled = adopt(norms, norms.moderator(languages.identifier()));
            return new Compilation.Ready(compiled);
        } catch (NormsRejectedException rejected) {
            return new Compilation.Rejected(
                    rejected.problems().stream().sorted().toList());
        } catch (ModelRefusedException refused) {
            String sentence = String.valueOf(refused.getMessage()).replace(unpacked + "/", "");
            return new Compilation.Rejected(List.of(new Problem("models/models.yaml", 0, sentence, null)));
        }
    }

    /** Takes over what was compiled elsewhere in this process, warm. */
    Compiled adopt(Norms norms, Moderator moderator) {
        var known = known(norms.policies().digest());
        if (known.isPresent()) return known.get();
        var judging = new Judging(moderator, norms.law(), territories);
        warm(judging);
        var compiled = new Compiled(norms, judging);
        synchronized (kept) {
            kept.put(compiled.digest(), compiled);
        }
        return compiled;
    }

    private Optional<Compiled> known(String digest) {
        synchronized (kept) {
            return Optional.ofNullable(kept.get(digest));
        }
    }

    /**
     * @throws UnusableVersionException when the stored version is not what its digest says, or is refused
     * @throws io.gatehouse.residency.database.DatabaseUnavailableException when it must be read and cannot be; retry
     */
    Compiled stored(String digest) {
        var known = known(digest);
        if (known.isPresent()) return known.get();
        var files = store.files(digest);
        if (files.byPath().isEmpty()) throw new UnusableVersionException("no version " + digest + " is stored");
        return switch (compile(files)) {
            case Compilation.Ready(var compiled) when compiled.digest().equals(digest) -> compiled;
            case Compilation.Ready(var other) ->
                throw new UnusableVersionException(digest + " is stored with the files of " + other.digest());
            case Compilation.Rejected(var faults) ->
                throw new UnusableVersionException(digest + " is refused by this program: " + faults.getFirst());
        };
    }

    /** The first text of a surface compiles the matcher for what the law permits there: that must not wait for a message. */
    private void warm(Judging judging) {
        for (Surface surface : Surface.values()) {
            if (surface == Surface.ENCRYPTED_DIRECT_MESSAGE) continue;
            var content = new Content(
                    new ContentId("warm"),
                    surface,
                    clock.instant(),
                    "IE",
                    null,
                    List.of(new Part.Text("hello, where are you today")));
            judging.judge(content, clock.instant(), Duration.ofSeconds(30), PolicyLibrary::nothingCounted);
        }
    }

    private static Facts nothingCounted(Observation seen) {
        return Facts.still(seen.wantedFacts(), 0);
    }

    private static void deleteTree(Path tree) throws IOException {
        if (!Files.exists(tree)) return;
        try (var paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(path);
        }
    }
}
