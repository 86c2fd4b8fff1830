package io.gatehouse.jobs.report;

import io.gatehouse.jobs.DerivedId;
import io.gatehouse.jobs.report.DsaReports.Given;
import io.gatehouse.jobs.report.DsaReports.Making;
import io.gatehouse.jobs.report.DsaReports.Wish;
import io.gatehouse.moderation.report.ProviderClass;
import io.gatehouse.moderation.report.ReportingPeriod;
import io.gatehouse.moderation.report.TransparencyReport;
import io.gatehouse.moderation.report.TransparencyReport.Explained;
import io.gatehouse.residency.cell.LogEvent;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.region.RegionId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes transparency reports and keeps them: a version for ever, a draft until the next. What was kept, the log of every region that
 * it counts says too, with the digest. Thread-safe.
 */
public final class DsaDesk {
    /** Of the report, and of its log entries' subject. */
    public static final String NAME = "dsa";

    /** Of log entries. */
    public static final String ENTRY_KIND = "report";

    /** Who makes two versions at once loses one; a third time in a row is no coincidence. */
    private static final int TRIES = 3;

    private final DsaReports reports;
    private final ReportArchive archive;
    private final RecordedCells cells;
    private final Givens givens;
    private final ZoneId zone;
    private final RandomGenerator random;
    private final Clock clock;

    /** What a report is made with besides records, read anew for each. */
    @FunctionalInterface
    public interface Givens {
        /** @param lastDay of the period: whom registers name on it */
        Given on(LocalDate lastDay) throws IOException;
    }

    /** @param random unguessable: for ids of reports */
    public DsaDesk(
            ReportArchive archive,
            RecordedCells cells,
            Givens givens,
            ZoneId zone,
            RandomGenerator random,
            Clock clock) {
        this.reports = new DsaReports(cells, zone);
        this.archive = archive;
        this.cells = cells;
        this.givens = givens;
        this.zone = zone;
        this.random = random;
        this.clock = clock;
    }

    /**
     * What somebody wants.
     *
     * @param provider null for what the operator's file says
     * @param published null for today
     * @param previous null for what the archive knows
     * @param reason why a version takes the place of one that is kept; null for the first
     * @param madeBy id of an API key, or the name of a job
     */
    public record Order(
            ReportingPeriod period,
            @Nullable ProviderClass provider,
            List<RegionId> regions,
            @Nullable LocalDate published,
            @Nullable LocalDate previous,
            boolean draft,
            @Nullable String reason,
            String madeBy) {
        public Order {
            regions = List.copyOf(regions);
            if (regions.isEmpty()) throw new IllegalArgumentException("a report counts some region");
        }
    }

    /** What came of it. */
    public sealed interface Outcome {
        record Kept(KeptReport report) implements Outcome {}

        /** @param why every reason, as sentences */
        record Refused(List<String> why) implements Outcome {
            public Refused {
                why = List.copyOf(why);
            }
        }

        /** A version is kept, and nobody said what a new one corrects. */
        record Exists(KeptReport report) implements Outcome {}
    }

    /** @throws IOException when template or words cannot be read, with the reason */
    public Outcome make(Order order) throws IOException {
        return make(order, _ -> {});
    }

    /**
     * @param pace asked before so many questions to a cell
     * @throws IOException as {@link #make(Order)}
     */
    Outcome make(Order order, IntConsumer pace) throws IOException {
        for (int tries = 1; ; tries++) {
            var outcome = attempt(order, pace);
            if (outcome.isPresent()) return outcome.get();
            if (tries == TRIES) throw new IllegalStateException("others make versions of this report all the time");
        }
    }

    /** The newest version about the period; what its log entries lack is written again. */
    public Optional<KeptReport> kept(ReportingPeriod period, List<RegionId> regions) throws IOException {
        var given = givens.on(period.end());
        var found = archive.newest(NAME, scope(given.words(), regions), period.start(), period.end());
        found.ifPresent(report -> log(report, regions));
        return found;
    }

    private Optional<Outcome> attempt(Order order, IntConsumer pace) throws IOException {
        var given = givens.on(order.period().end());
        String scope = scope(given.words(), order.regions());
        var before = archive.newest(
                NAME, scope, order.period().start(), order.period().end());
        if (!order.draft() && before.isPresent() && order.reason() == null) {
            log(before.get(), order.regions());
            return Optional.of(new Outcome.Exists(before.get()));
        }
        var wish = wish(order, scope);
        return switch (reports.make(wish, given, false, pace)) {
            case Making.Refused(var why) -> Optional.of(new Outcome.Refused(why));
            case Making.Made(var report) -> {
                var replaced = order.draft() ? Optional.<KeptReport>empty() : before;
                var kept = archive.keep(version(order, given, scope, wish, report, replaced));
                kept.filter(one -> !one.isDraft()).ifPresent(one -> log(one, order.regions()));
                yield kept.map(Outcome.Kept::new);
            }
        };
    }

    /**
     * What {@link #make} would make; nothing is kept.
     *
     * @throws IOException as {@link #make(Order)}
     */
    Making rehearse(Order order, IntConsumer pace) throws IOException {
        var given = givens.on(order.period().end());
        return reports.make(wish(order, scope(given.words(), order.regions())), given, false, pace);
    }

    private Wish wish(Order order, String scope) {
        // As the database keeps times.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return new Wish(
                order.period(),
                order.provider(),
                order.regions(),
                order.published() == null ? LocalDate.ofInstant(now, zone) : order.published(),
                order.previous() == null
                        ? archive.publishedBefore(NAME, scope, order.period().start())
                        : Optional.of(order.previous()),
                now,
                order.draft());
    }

    private ReportArchive.New version(
            Order order,
            Given given,
            String scope,
            Wish wish,
            TransparencyReport report,
            Optional<KeptReport> replaced) {
        var changes = replaced.map(before -> changes(before, report)).orElse(List.of());
        int version =
                order.draft() ? 0 : replaced.map(before -> before.version() + 1).orElse(1);
        var about = about(order, given, report, replaced, changes.size());
        return new ReportArchive.New(
                "r-" + DerivedId.random(random),
                NAME,
                scope,
                order.period().start(),
                order.period().end(),
                version,
                wish.asOf(),
                wish.asOf(),
                order.madeBy(),
                report.subject().published(),
                report.subject().published().plusYears(given.template().retentionYears()),
                about,
                DsaFiles.of(report, about, version, replaced, changes));
    }

    private List<Change> changes(KeptReport before, TransparencyReport now) {
        var changes = new ArrayList<Change>();
        for (var table : now.tables()) {
            String old = archive.file(before.id(), DsaFiles.csv(table))
                    .map(file -> new String(file.bytes(), StandardCharsets.UTF_8))
                    .orElse("");
            changes.addAll(Change.between(old, table));
        }
        return changes;
    }

    private static Map<String, Object> about(
            Order order, Given given, TransparencyReport report, Optional<KeptReport> replaced, int changes) {
        var about = new LinkedHashMap<String, Object>();
        about.put("provider", report.subject().provider());
        about.put("service", report.subject().service());
        about.put("class", report.subject().providerClass().wireName());
        about.put("regions", order.regions().stream().map(RegionId::value).toList());
        about.put("template", given.template().source());
        about.put("template_of", given.template().copied().toString());
        report.subject().previous().ifPresent(day -> about.put("previous", day.toString()));
        replaced.ifPresent(before -> {
            about.put("replaces", before.id());
            about.put("changes", changes);
        });
        if (order.reason() != null) about.put("reason", order.reason());
        return about;
    }

    private static String scope(ReportWords words, List<RegionId> regions) {
        return words.service() + " in "
                + regions.stream().map(RegionId::value).sorted().collect(Collectors.joining(","));
    }

    /** Once in each region's log, however often it is written. */
    private void log(KeptReport report, List<RegionId> regions) {
        var facts = new LinkedHashMap<String, Object>();
        facts.put("report", report.id());
        facts.put("name", report.name());
        facts.put("from", report.from().toString());
        facts.put("to", report.to().toString());
        facts.put("version", report.version());
        facts.put("digest", report.digest());
        for (var region : regions)
            cells.writer(region)
                    .append(new LogEvent(
                            DerivedId.ofEvent(ENTRY_KIND, region, report.id()),
                            ENTRY_KIND,
                            report.madeAt(),
                            new EntryFacts(facts)));
    }

    /**
     * Where a number of a kept report is from: counted again, as of then.
     *
     * @param value counted again
     * @param kept what the report says
     */
    public record Derived(String value, String kept, Explained how) {}

    /**
     * @param cell as {@link TransparencyReport#explain} takes it
     * @throws IOException when template or words cannot be read
     */
    public Derived explain(KeptReport report, String cell) throws IOException {
        var period = new ReportingPeriod(report.from(), report.to());
        var about = report.about();
        var regions = new ArrayList<RegionId>();
        if (about.get("regions") instanceof List<?> names)
            for (var name : names) regions.add(new RegionId(String.valueOf(name)));
        var wish = new Wish(
                period,
                ProviderClass.ofWireName(String.valueOf(about.get("class"))).orElseThrow(),
                regions,
                report.published(),
                Optional.ofNullable(about.get("previous")).map(day -> LocalDate.parse(day.toString())),
                report.asOf(),
                // Whoever asks about numbers is not kept from them by words that are being written.
                true);
        return switch (reports.make(wish, givens.on(report.to()), true)) {
            case Making.Refused(var why) -> throw new IllegalStateException("a draft was refused: " + why);
            case Making.Made(var made) -> {
                var how = made.explain(cell);
                String value = switch (how) {
                    case Explained.From from -> from.value();
                    case Explained.AsGiven given -> given.value();
                    case Explained.NoSuchCell _ -> "";
                };
                yield new Derived(value, keptValue(report, made, cell), how);
            }
        };
    }

    private String keptValue(KeptReport report, TransparencyReport made, String cell) {
        int mark = cell.indexOf('!');
        if (mark < 0) return "";
        String sheet = cell.substring(0, mark);
        return made.tables().stream()
                .filter(table -> table.sheet().name().equals(sheet)
                        || Integer.toString(table.sheet().number()).equals(sheet))
                .findFirst()
                .flatMap(table -> archive.file(report.id(), DsaFiles.csv(table)))
                .map(file -> DsaFiles.cell(new String(file.bytes(), StandardCharsets.UTF_8), cell.substring(mark + 1)))
                .orElse("");
    }
}
