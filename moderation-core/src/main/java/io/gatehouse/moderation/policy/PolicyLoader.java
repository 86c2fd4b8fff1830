package io.gatehouse.moderation.policy;

import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.rule.Rule;
import io.gatehouse.moderation.rule.SurfaceRule;
import io.gatehouse.moderation.rule.SurfaceRule.OnFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Reads a policy directory: {@code content/*.yaml}, {@code surfaces.yaml} and {@code VERSION}. */
public final class PolicyLoader {
    /** One file per norm; nobody publishes more norms than this. */
    static final int MAX_FILES = 500;

    /** Fits a table column and a line of a report. */
    static final int MAX_VERSION_LENGTH = 64;

    private final Path directory;
    private final Known known;
    private final FileParts parts;
    private final Faults faults = new Faults();
    private final Map<String, String> digests = new ConcurrentHashMap<>();

    private PolicyLoader(Path directory, Known known, FileParts parts) {
        this.directory = directory;
        this.known = known;
        this.parts = parts;
    }

    /** As {@link #load(Path, Set, Set, FileParts)}, every file read anew. */
    public static Loaded load(Path policiesDirectory, Set<String> knownClassifiers, Set<String> configuredLanguages) {
        return load(policiesDirectory, knownClassifiers, configuredLanguages, new FileParts());
    }

    /**
     * Reads, checks and compiles every file; a fault in one does not hide those in another. A file that cannot be read
     * is a {@link Problem} too.
     *
     * @param knownClassifiers names that {@code classifier:} conditions may use
     * @param configuredLanguages ISO 639-1 codes that the language identifier can tell apart
     * @param parts what was read before; a file that is in it is not read again, and what names mean across files always is
     */
    public static Loaded load(
            Path policiesDirectory, Set<String> knownClassifiers, Set<String> configuredLanguages, FileParts parts) {
        var known = new Known(Set.copyOf(knownClassifiers), Set.copyOf(configuredLanguages));
        return new PolicyLoader(policiesDirectory, known, parts).load();
    }

    private Loaded load() {
        var draft = new Draft(faults);
        // Files do not know each other while they are read, so all processors may read.
        for (var part : contentFiles().parallelStream().map(this::read).toList()) {
            faults.addAll(part);
            draft.add(part.draft());
        }
        var linker = new Linker(draft, faults);
        var banks = linker.link();
        var linkBanks = linker.linkDomains();
        var surfaces = surfaces();
        var version = version();
        var digest = digest();
        if (faults.count() > 0) return new Loaded.Rejected(faults.sorted());
        draft.rules.sort(Comparator.comparing(Rule::id));
        return new Loaded.Compiled(new PolicySet(
                version,
                digest,
                draft.rules,
                banks,
                draft.digestBanks,
                linkBanks,
                surfaces,
                draft.inclusions(),
                draft.scenarios,
                faults.warnings()));
    }

    private FilePart read(Path path) {
        String name = "content/" + path.getFileName();
        var unreadable = new Faults();
        var bytes = YamlFile.bytesOf(path, name, unreadable);
        if (bytes.isEmpty()) return new FilePart(new Draft(unreadable), unreadable.sorted(), List.of());
        String sha256 = PolicyDigest.digestOf(bytes.get());
        digests.put(name, sha256);
        return parts.of(bytes.get(), new FileParts.Key(name, sha256, known));
    }

    private List<Path> contentFiles() {
        var content = directory.resolve("content");
        if (!Files.isDirectory(content)) {
            faults.addWhole("content", "the directory is missing", "policies are content/*.yaml");
            return List.of();
        }
        try (var files = Files.list(content)) {
            var sorted = files.filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
            if (sorted.isEmpty()) faults.addWhole("content", "no policy is there", "policies are content/*.yaml");
            if (sorted.size() <= MAX_FILES) return sorted;
            faults.addWhole("content", sorted.size() + " files are there", "at most " + MAX_FILES);
        } catch (IOException e) {
            faults.addWhole(
                    "content", "the directory cannot be read: " + e.getClass().getSimpleName(), null);
        }
        return List.of();
    }

    private Map<Surface, SurfaceRule> surfaces() {
        var rules = new EnumMap<Surface, SurfaceRule>(Surface.class);
        YamlFile.read(directory.resolve("surfaces.yaml"), "surfaces.yaml", faults)
                .ifPresent(file -> {
                    file.section("surfaces").ifPresent(section -> readSurfaces(section, rules));
                    file.close();
                });
        return rules;
    }

    private void readSurfaces(Section section, Map<Surface, SurfaceRule> rules) {
        var failures =
                Arrays.stream(OnFailure.values()).map(OnFailure::wireName).toList();
        for (var surface : Surface.values()) {
            if (!section.has(surface.wireName())) continue;
            section.section(surface.wireName()).ifPresent(entry -> {
                var onFailure = entry.oneOf("on_failure", entry.text("on_failure"), OnFailure::ofWireName, failures);
                var deadline = entry.duration("deadline");
                entry.close();
                onFailure
                        .flatMap(failure -> deadline.map(time -> new SurfaceRule(failure, time)))
                        .ifPresent(rule -> rules.put(surface, rule));
            });
        }
        for (var surface : Surface.values()) section.has(surface.wireName());
        section.close();
    }

    private String version() {
        var text = YamlFile.readText(directory.resolve("VERSION"), "VERSION", faults)
                .map(String::strip);
        text.filter(version -> !isVersion(version))
                .ifPresent(_ -> faults.addWhole(
                        "VERSION",
                        "not a version",
                        "1 to " + MAX_VERSION_LENGTH + " letters, digits, dots, dashes and underscores"));
        return text.orElse("");
    }

    private static boolean isVersion(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_VERSION_LENGTH
                && text.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || ".-_".indexOf(c) >= 0));
    }

    private String digest() {
        try {
            return PolicyDigest.of(directory, digests);
        } catch (IOException e) {
            faults.addWhole("", "the digest cannot be made: " + e.getClass().getSimpleName(), null);
            return "";
        }
    }
}
