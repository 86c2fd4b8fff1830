package io.gatehouse.residency.rights;

import io.gatehouse.residency.region.ConfigurationFault;
import io.gatehouse.residency.region.ConfigurationRejectedException;
import io.gatehouse.residency.region.YamlFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** {@code law/retention.yaml}: how long what is stored is kept. What no rule names is kept. */
public record RetentionRules(List<Rule> rules) {
    private static final String FILE = "retention.yaml";
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9_.-]{0,39}");
    private static final Pattern WORD = Pattern.compile("[a-z_]{1,40}");
    /** Repeated requests are answered out of decisions for a week. */
    private static final int LEAST_DAYS = 8;
    /** Authors may complain about a decision for six months (DSA Art. 20(1)), and whoever decides on it needs the record. */
    private static final int LEAST_MONTHS_OF_RECORDS = 6;

    public RetentionRules {
        rules = List.copyOf(rules);
    }

    /** What is kept. */
    public enum Kept {
        /** What people said, in all revisions, and media that nothing else shows. */
        CONTENT,
        /** What was told to the rules and what was answered: without it a decision can be counted, not replayed. */
        DECISION;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param surfaces to which it applies; empty for all
     * @param verdicts on whose standing decisions it applies; empty for all
     * @param keep from the day on which it was said, or decided
     * @param from first day on which the rule applies; empty for open
     * @param to last day, likewise
     * @param verified whether counsel confirmed it
     */
    public record Rule(
            String id,
            Kept kept,
            Set<String> surfaces,
            Set<String> verdicts,
            Period keep,
            String source,
            Optional<LocalDate> from,
            Optional<LocalDate> to,
            boolean verified) {
        public Rule {
            surfaces = Set.copyOf(surfaces);
            verdicts = Set.copyOf(verdicts);
        }

        boolean applies(Kept asked, String surface, String verdict, LocalDate day) {
            return kept == asked
                    && isInForce(day)
                    && (surfaces.isEmpty() || surfaces.contains(surface))
                    && (verdicts.isEmpty() || verdicts.contains(verdict));
        }

        public boolean isInForce(LocalDate day) {
            return from.map(first -> !day.isBefore(first)).orElse(true)
                    && to.map(last -> !day.isAfter(last)).orElse(true);
        }

        /** What is older is over: its last day has ended everywhere. */
        public Instant keptSince(LocalDate day) {
            return day.minus(keep).minusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        }
    }

    /** The first rule in the file's order that applies on a day. */
    public Optional<Rule> rule(Kept kept, String surface, String verdict, LocalDate day) {
        return rules.stream()
                .filter(rule -> rule.applies(kept, surface, verdict, day))
                .findFirst();
    }

    /**
     * @param directory with {@code retention.yaml}; without it everything is kept
     * @throws ConfigurationRejectedException with every fault and its line
     */
    public static RetentionRules load(Path directory) {
        if (!Files.exists(directory.resolve(FILE))) return new RetentionRules(List.of());
        var faults = new ArrayList<ConfigurationFault>();
        var yaml = new YamlFile(FILE, faults);
        var rules = new ArrayList<Rule>();
        yaml.read(directory.resolve(FILE)).ifPresent(top -> {
            top.allowOnly(Set.of("retention"));
            for (var row : top.mappings("retention")) rule(row, yaml).ifPresent(rules::add);
        });
        if (!faults.isEmpty()) throw new ConfigurationRejectedException(faults);
        return new RetentionRules(rules);
    }

    private static Optional<Rule> rule(YamlFile.Fields row, YamlFile yaml) {
        row.allowOnly(Set.of("id", "class", "surfaces", "verdicts", "keep", "source", "from", "to", "verified"));
        var id = row.parsed("id", text -> matching(ID, text, "an id"));
        var kept = row.parsed("class", RetentionRules::kept);
        var keep = row.parsed("keep", Period::parse);
        var surfaces = words(row, "surfaces", yaml);
        var verdicts = words(row, "verdicts", yaml);
        var source = row.text("source").orElse("");
        var from = row.optionalParsed("from", LocalDate::parse);
        var to = row.optionalParsed("to", LocalDate::parse);
        boolean verified = row.flag("verified");
        keep.ifPresent(period -> checkLength(period, kept.orElse(Kept.CONTENT), row, yaml));
        if (id.isEmpty() || kept.isEmpty() || keep.isEmpty()) return Optional.empty();
        return Optional.of(new Rule(id.get(), kept.get(), surfaces, verdicts, keep.get(), source, from, to, verified));
    }

    private static void checkLength(Period keep, Kept kept, YamlFile.Fields row, YamlFile yaml) {
        // Some day with a long month before it, so that no period is taken for longer than it can be.
        var day = LocalDate.of(2026, 3, 1);
        var since = day.minus(keep);
        if (since.isAfter(day.minusDays(LEAST_DAYS)))
            yaml.fault(
                    row.lineOf("keep"),
                    "is kept too short: " + keep,
                    "at least P8D: repeated requests are answered for a week");
        else if (kept == Kept.DECISION && since.isAfter(day.minusMonths(LEAST_MONTHS_OF_RECORDS)))
            yaml.fault(
                    row.lineOf("keep"),
                    "records of decisions are kept too short: " + keep,
                    "at least P6M: authors may complain for six months (DSA Art. 20)");
    }

    private static Set<String> words(YamlFile.Fields row, String name, YamlFile yaml) {
        var words = new LinkedHashSet<String>();
        if (!row.has(name)) return words;
        for (var word : row.texts(name)) {
            if (WORD.matcher(word.value()).matches()) words.add(word.value());
            else yaml.fault(word.line(), "not one of " + name + ": '" + word.value() + "'", "a word as in answers");
        }
        return words;
    }

    private static Kept kept(String text) {
        return Arrays.stream(Kept.values())
                .filter(each -> each.wireName().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not a class: '" + text + "' (content, decision)"));
    }

    private static String matching(Pattern pattern, String text, String what) {
        if (!pattern.matcher(text).matches()) throw new IllegalArgumentException("not " + what + ": '" + text + "'");
        return text;
    }
}
