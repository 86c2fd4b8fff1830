package io.gatehouse.residency.home;

import io.gatehouse.residency.home.ResidenceRules.ChangeRule;
import io.gatehouse.residency.home.ResidenceRules.Direction;
import io.gatehouse.residency.home.ResidenceRules.KindRule;
import io.gatehouse.residency.home.ResidenceRules.RuleSet;
import io.gatehouse.residency.region.ConfigurationFault;
import io.gatehouse.residency.region.ConfigurationRejectedException;
import io.gatehouse.residency.region.YamlFile;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads {@code evidence.yaml}. */
final class ResidenceRulesFile {
    private static final String FILE = "evidence.yaml";

    /** Weights are small numbers that people add in their heads. */
    private static final double MAX_WEIGHT = 1_000;

    /** A hundred years: longer than a life is a slip. */
    private static final int MAX_DAYS = 36_525;

    private final List<ConfigurationFault> faults = new ArrayList<>();
    private final YamlFile yaml = new YamlFile(FILE, faults);
    private final List<RuleSet> sets = new ArrayList<>();

    ResidenceRules load(Path directory) {
        yaml.read(directory.resolve(FILE)).ifPresent(top -> {
            top.allowOnly(Set.of("rules"));
            top.mappings("rules").forEach(this::readSet);
        });
        if (sets.isEmpty() && faults.isEmpty()) yaml.fault(0, "there are no rules", "nobody could be placed");
        if (!faults.isEmpty())
            throw new ConfigurationRejectedException(faults.stream()
                    .sorted(Comparator.comparingInt(ConfigurationFault::line))
                    .toList());
        return new ResidenceRules(sets);
    }

    private void readSet(YamlFile.Fields fields) {
        fields.allowOnly(Set.of(
                "from",
                "to",
                "source",
                "verified",
                "kinds",
                "first_score",
                "eea_conflict_score",
                "unknown_age",
                "change"));
        var from = fields.parsed("from", LocalDate::parse);
        var to = fields.optionalParsed("to", LocalDate::parse);
        var source = fields.text("source");
        boolean verified = fields.flag("verified");
        var kinds = fields.mapping("kinds").map(this::kinds).orElse(Map.of());
        var first = fields.parsed("first_score", ResidenceRulesFile::score);
        var conflict = fields.parsed("eea_conflict_score", ResidenceRulesFile::score);
        var unknownAge = fields.parsed("unknown_age", ResidenceRulesFile::age);
        var changes = fields.mapping("change").map(this::changes).orElse(Map.of());
        checkNetwork(fields, kinds, first);
        if (from.isPresent() && to.isPresent() && to.get().isBefore(from.get()))
            yaml.fault(fields.lineOf("to"), "'to' is before 'from'", "");
        if (from.isEmpty() || source.isEmpty() || first.isEmpty() || conflict.isEmpty() || unknownAge.isEmpty()) return;
        add(new RuleSet(
                from.get(),
                to,
                kinds,
                first.get(),
                conflict.get(),
                unknownAge.get(),
                changes,
                source.get(),
                verified,
                fields.line()));
    }

    private void add(RuleSet set) {
        for (var other : sets)
            if (!set.to().orElse(LocalDate.MAX).isBefore(other.from())
                    && !other.to().orElse(LocalDate.MAX).isBefore(set.from()))
                yaml.fault(
                        set.line(),
                        "the rules from " + set.from() + " and those from " + other.from() + " hold on the same dates",
                        "the other: line " + other.line() + "; end one before the next begins");
        sets.add(set);
    }

    private void checkNetwork(YamlFile.Fields fields, Map<EvidenceKind, KindRule> kinds, Optional<Double> first) {
        var network = kinds.get(EvidenceKind.IP);
        if (network != null && first.isPresent() && network.weight() >= first.get())
            yaml.fault(
                    network.line(),
                    "a network location weighs as much as a first home needs",
                    "give 'ip' less than first_score (line " + fields.lineOf("first_score")
                            + "): it never decides alone");
    }

    private Map<EvidenceKind, KindRule> kinds(YamlFile.Fields fields) {
        fields.allowOnly(
                Arrays.stream(EvidenceKind.values()).map(EvidenceKind::wireName).collect(Collectors.toSet()));
        var kinds = new EnumMap<EvidenceKind, KindRule>(EvidenceKind.class);
        for (var kind : EvidenceKind.values())
            fields.mapping(kind.wireName()).flatMap(each -> kind(kind, each)).ifPresent(rule -> kinds.put(kind, rule));
        return kinds;
    }

    private Optional<KindRule> kind(EvidenceKind kind, YamlFile.Fields fields) {
        var known = new HashSet<>(Set.of("weight", "half_life_days", "max_age_days", "source"));
        if (!kind.isStatement()) known.add("replaced_after_days");
        fields.allowOnly(known);
        var weight = fields.parsed("weight", ResidenceRulesFile::score);
        var halfLife = fields.parsed("half_life_days", text -> days(text, 1));
        var maxAge = fields.parsed("max_age_days", text -> days(text, 1));
        Optional<Integer> replaced =
                kind.isStatement() ? Optional.of(0) : fields.parsed("replaced_after_days", text -> days(text, 1));
        var source = fields.text("source");
        if (weight.isEmpty() || halfLife.isEmpty() || maxAge.isEmpty() || replaced.isEmpty() || source.isEmpty())
            return Optional.empty();
        return Optional.of(
                new KindRule(weight.get(), halfLife.get(), maxAge.get(), replaced.get(), source.get(), fields.line()));
    }

    private Map<Direction, List<ChangeRule>> changes(YamlFile.Fields fields) {
        fields.allowOnly(
                Arrays.stream(Direction.values()).map(Direction::fieldName).collect(Collectors.toSet()));
        var ids = new HashSet<String>();
        var changes = new EnumMap<Direction, List<ChangeRule>>(Direction.class);
        for (var direction : Direction.values()) {
            var rules = new ArrayList<ChangeRule>();
            for (var each : fields.mappings(direction.fieldName()))
                change(direction, each, ids).ifPresent(rules::add);
            changes.put(direction, List.copyOf(rules));
        }
        return changes;
    }

    private Optional<ChangeRule> change(Direction direction, YamlFile.Fields fields, Set<String> ids) {
        fields.allowOnly(Set.of("id", "needs", "kinds", "hold_days", "margin"));
        var id = fields.text("id");
        var needs = needs(direction, fields);
        var kinds = fields.parsed("kinds", text -> count(text, EvidenceKind.values().length - 1));
        var hold = fields.parsed("hold_days", text -> days(text, 0));
        var margin = fields.parsed("margin", ResidenceRulesFile::margin);
        id.filter(name -> !ids.add(name))
                .ifPresent(name -> yaml.fault(fields.lineOf("id"), "two rules are called '" + name + "'", ""));
        if (isLeaving(direction) && margin.isPresent() && margin.get() < 0)
            yaml.fault(
                    fields.lineOf("margin"),
                    "somebody would leave the EEA against what speaks for it",
                    "the margin of " + direction.fieldName() + " is not negative");
        if (id.isEmpty() || kinds.isEmpty() || hold.isEmpty() || margin.isEmpty()) return Optional.empty();
        return Optional.of(new ChangeRule(id.get(), needs, kinds.get(), hold.get(), margin.get(), fields.line()));
    }

    private static boolean isLeaving(Direction direction) {
        return switch (direction) {
            case LEAVING_EEA, MINOR_LEAVING_EEA, BUSINESS_LEAVING_EEA -> true;
            case WITHIN, ENTERING_EEA, BUSINESS -> false;
        };
    }

    private Set<EvidenceKind> needs(Direction direction, YamlFile.Fields fields) {
        var needs = new HashSet<EvidenceKind>();
        for (var text : fields.texts("needs")) {
            var kind = EvidenceKind.ofWireName(text.value());
            var allowed = allowed(direction);
            if (kind.isEmpty() || !allowed.contains(kind.get()))
                yaml.fault(
                        text.line(),
                        kind.isEmpty()
                                ? "unknown kind of evidence '" + text.value() + "'"
                                : "'" + text.value() + "' cannot carry a change " + direction.fieldName(),
                        "possible here: "
                                + allowed.stream().map(EvidenceKind::wireName).toList());
            kind.ifPresent(needs::add);
        }
        if (needs.isEmpty() && fields.has("needs"))
            yaml.fault(fields.lineOf("needs"), "'needs' names no kind", "something must carry the change");
        return needs;
    }

    /** Network locations carry nothing; a minor leaves the EEA on verified evidence or not at all. */
    private static List<EvidenceKind> allowed(Direction direction) {
        return switch (direction) {
            case BUSINESS, BUSINESS_LEAVING_EEA -> List.of(EvidenceKind.ESTABLISHMENT);
            case MINOR_LEAVING_EEA -> List.of(EvidenceKind.VERIFIED);
            case WITHIN, ENTERING_EEA, LEAVING_EEA ->
                Arrays.stream(EvidenceKind.values())
                        .filter(kind -> kind.decides() && kind.isAbout(Holder.PERSON))
                        .toList();
        };
    }

    private static double score(String text) {
        double value = number(text);
        // Negated so that NaN, which fails every comparison, is refused too.
        if (!(value >= 0 && value <= MAX_WEIGHT))
            throw new IllegalArgumentException("must be between 0 and " + MAX_WEIGHT + ", not " + text);
        return value;
    }

    private static double margin(String text) {
        double value = number(text);
        if (!(value >= -MAX_WEIGHT && value <= MAX_WEIGHT))
            throw new IllegalArgumentException(
                    "must be between " + -MAX_WEIGHT + " and " + MAX_WEIGHT + ", not " + text);
        return value;
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a number: '" + text + "'", e);
        }
    }

    private static int days(String text, int least) {
        return whole(text, least, MAX_DAYS);
    }

    private static int count(String text, int most) {
        return whole(text, 1, most);
    }

    private static int whole(String text, int least, int most) {
        double value = number(text);
        if (!(value >= least && value <= most) || value != Math.rint(value))
            throw new IllegalArgumentException(
                    "must be a whole number between " + least + " and " + most + ", not " + text);
        return (int) value;
    }

    private static Age age(String text) {
        return switch (text) {
            case "minor" -> Age.MINOR;
            case "adult" -> Age.ADULT;
            default -> throw new IllegalArgumentException("must be minor or adult, not '" + text + "'");
        };
    }
}
