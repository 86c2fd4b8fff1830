package io.gatehouse.moderation.policy;

import io.gatehouse.moderation.rule.SourceLine;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Collects every fault of a load. */
final class Faults {
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    void add(SourceLine at, String message, @Nullable String hint) {
        problems.add(new Problem(at.file(), at.line(), message, hint));
    }

    void add(String file, Node at, String message, @Nullable String hint) {
        problems.add(new Problem(file, lineOf(at), message, hint));
    }

    void addWhole(String file, String message, @Nullable String hint) {
        problems.add(new Problem(file, 0, message, hint));
    }

    /** Something that is right and should be looked at: it rejects nothing. */
    void warn(SourceLine at, String message, @Nullable String hint) {
        warnings.add(new Problem(at.file(), at.line(), message, hint));
    }

    void addAll(FilePart part) {
        problems.addAll(part.faults());
        warnings.addAll(part.warnings());
    }

    /** In order of file and line, each once. */
    List<Problem> warnings() {
        return warnings.stream().sorted().distinct().toList();
    }

    int count() {
        return problems.size();
    }

    /** In order of file and line, each once. */
    List<Problem> sorted() {
        return problems.stream().sorted().distinct().toList();
    }

    /** 1-based. */
    static int lineOf(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }
}
