package io.gatehouse.service.problem;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A refusal, in the words of RFC 9457.
 *
 * @param detail one or two sentences for a person; never content, never personal data
 * @param errors every fault found, in the order of the body; empty when the problem is not about fields
 * @param members what else the type carries, for example {@code home_region}; values are strings or lists of them
 * @param retryAfter when trying again may help; null when it cannot
 */
public record Problem(
        ProblemType type,
        String detail,
        List<Fault> errors,
        Map<String, Object> members,
        @Nullable Duration retryAfter) {
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final JsonMapper JSON = JsonMapper.shared();

    public Problem {
        errors = List.copyOf(errors);
        members = Map.copyOf(members);
    }

    public static Problem of(ProblemType type, String detail) {
        return new Problem(type, detail, List.of(), Map.of(), null);
    }

    public static Problem invalid(ProblemType type, List<Fault> faults) {
        String detail = faults.size() == 1 ? "One fault was found." : faults.size() + " faults were found.";
        return new Problem(type, detail, faults, Map.of(), null);
    }

    public Problem with(String member, Object value) {
        var more = new LinkedHashMap<>(members);
        more.put(member, value);
        return new Problem(type, detail, errors, more, retryAfter);
    }

    public Problem retryAfter(Duration wait) {
        return new Problem(type, detail, errors, members, wait);
    }

    /** This problem as a tree: {@code type, title, status, detail}, its own members, {@code errors}. */
    public Map<String, Object> toTree() {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("type", type.uri());
        tree.put("title", type.title());
        tree.put("status", type.status());
        tree.put("detail", detail);
        members.keySet().stream().sorted().forEach(name -> tree.put(name, members.get(name)));
        if (!errors.isEmpty()) tree.put("errors", errors);
        return tree;
    }

    public byte[] toJson() {
        return JSON.writeValueAsBytes(toTree());
    }
}
