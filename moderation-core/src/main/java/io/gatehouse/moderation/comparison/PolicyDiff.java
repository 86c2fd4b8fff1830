package io.gatehouse.moderation.comparison;

import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.policy.PolicySet;
import io.gatehouse.moderation.rule.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * How one policy differs from another, in words.
 *
 * @param groups rules, banks, surfaces, law and models, those that differ only
 */
public record PolicyDiff(Version from, Version to, List<Group> groups) {
    public PolicyDiff {
        groups = List.copyOf(groups);
    }

    public record Version(String name, String digest) {}

    /**
     * Things of one kind.
     *
     * @param kind plural, for example {@code rules}
     * @param added ids
     * @param removed ids
     */
    public record Group(String kind, List<String> added, List<String> removed, List<Changed> changed) {
        boolean isEmpty() {
            return added.isEmpty() && removed.isEmpty() && changed.isEmpty();
        }
    }

    /** @param fields never empty */
    public record Changed(String id, List<FieldChange> fields) {}

    /**
     * @param fromFiles digests by path, as {@link io.gatehouse.moderation.policy.PolicyFiles#digests} gives them
     * @param toFiles as {@code fromFiles}
     */
    public static PolicyDiff of(
            PolicySet from, Map<String, String> fromFiles, PolicySet to, Map<String, String> toFiles) {
        var groups = new ArrayList<Group>();
        groups.add(records("rules", rules(from), rules(to)));
        groups.add(records("word banks", from.banks(), to.banks()));
        groups.add(records("link banks", from.linkBanks(), to.linkBanks()));
        groups.add(records("digest banks", from.digestBanks(), to.digestBanks()));
        groups.add(records("surfaces", surfaces(from), surfaces(to)));
        groups.add(files("law", fromFiles, toFiles));
        groups.add(files("models", fromFiles, toFiles));
        groups.removeIf(Group::isEmpty);
        return new PolicyDiff(
                new Version(from.version(), from.digest()), new Version(to.version(), to.digest()), groups);
    }

    private static Map<String, Rule> rules(PolicySet policies) {
        Map<String, Rule> byId = new TreeMap<>();
        policies.rules().forEach(rule -> byId.put(rule.id().value(), rule));
        return byId;
    }

    private static Map<String, Record> surfaces(PolicySet policies) {
        Map<String, Record> byName = new TreeMap<>();
        // One that a policy does not name has the rule that holds by default.
        for (Surface surface : Surface.values()) byName.put(surface.wireName(), policies.surfaceRule(surface));
        return byName;
    }

    private static <T extends Record> Group records(String kind, Map<String, T> from, Map<String, T> to) {
        var changed = new ArrayList<Changed>();
        for (var entry : new TreeMap<>(from).entrySet()) {
            T now = to.get(entry.getKey());
            if (now == null || now.equals(entry.getValue())) continue;
            var fields = FieldChange.between(entry.getValue(), now);
            if (!fields.isEmpty()) changed.add(new Changed(entry.getKey(), fields));
        }
        return new Group(kind, missing(to, from), missing(from, to), changed);
    }

    private static List<String> missing(Map<String, ?> of, Map<String, ?> in) {
        var ids = new TreeSet<>(of.keySet());
        ids.removeAll(in.keySet());
        return List.copyOf(ids);
    }

    /** What these files mean is not asked: that they are others is what matters for replay and for the law. */
    private static Group files(String directory, Map<String, String> from, Map<String, String> to) {
        var old = below(directory, from);
        var now = below(directory, to);
        var changed = new ArrayList<Changed>();
        old.forEach((path, digest) -> {
            String other = now.get(path);
            if (other != null && !Objects.equals(other, digest))
                changed.add(new Changed(
                        path,
                        List.of(new FieldChange(
                                "digest",
                                "digest: was " + shortened(digest) + ", is " + shortened(other),
                                List.of(other),
                                List.of(digest)))));
        });
        return new Group(directory, missing(now, old), missing(old, now), changed);
    }

    private static SortedMap<String, String> below(String directory, Map<String, String> files) {
        var below = new TreeMap<String, String>();
        files.forEach((path, digest) -> {
            if (path.startsWith(directory + "/")) below.put(path, digest);
        });
        return below;
    }

    private static String shortened(String digest) {
        return digest.substring(0, Math.min(12, digest.length()));
    }

    public boolean isEmpty() {
        return groups.isEmpty();
    }

    /** @param full also lists the words of banks and the phrases of rules that came or went */
    public String toText(boolean full) {
        var text = new StringBuilder(
                "from " + from.name() + " (" + from.digest() + ")\n  to " + to.name() + " (" + to.digest() + ")\n");
        if (isEmpty())
            return text.append(
                            from.digest().equals(to.digest())
                                    ? "the same policy\n"
                                    : "nothing that judges differs: only comments, order or examples' places do\n")
                    .toString();
        for (Group group : groups) {
            text.append('\n').append(group.kind()).append('\n');
            group.added().forEach(id -> text.append("  + ").append(id).append(" is new\n"));
            group.removed().forEach(id -> text.append("  - ").append(id).append(" is gone\n"));
            for (Changed changed : group.changed()) {
                text.append("  ~ ").append(changed.id()).append('\n');
                for (FieldChange field : changed.fields()) {
                    text.append("      ").append(field.sentence()).append('\n');
                    if (!full) continue;
                    field.added()
                            .forEach(each ->
                                    text.append("        + ").append(each).append('\n'));
                    field.removed()
                            .forEach(each ->
                                    text.append("        - ").append(each).append('\n'));
                }
            }
        }
        return text.toString();
    }

    public JsonNode toJson() {
        var json = JsonMapper.shared().createObjectNode();
        version(json.putObject("from"), from);
        version(json.putObject("to"), to);
        for (Group group : groups) {
            var each = json.putObject(group.kind().replace(' ', '_'));
            strings(each, "added", group.added());
            strings(each, "removed", group.removed());
            var all = each.putObject("changed");
            for (Changed changed : group.changed()) {
                var fields = all.putArray(changed.id());
                for (FieldChange field : changed.fields()) {
                    var one = fields.addObject();
                    one.put("field", field.field());
                    one.put("sentence", field.sentence());
                    strings(one, "added", field.added());
                    strings(one, "removed", field.removed());
                }
            }
        }
        return json;
    }

    private static void version(ObjectNode json, Version version) {
        json.put("version", version.name());
        json.put("digest", version.digest());
    }

    private static void strings(ObjectNode json, String name, List<String> values) {
        if (values.isEmpty()) return;
        var array = json.putArray(name);
        values.forEach(array::add);
    }
}
