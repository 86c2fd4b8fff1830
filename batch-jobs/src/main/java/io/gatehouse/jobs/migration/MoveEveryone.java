package io.gatehouse.jobs.migration;

import io.gatehouse.jobs.Asked;
import io.gatehouse.jobs.JobParameterHelp;
import io.gatehouse.jobs.RegionRange;
import io.gatehouse.jobs.RegionTask;
import io.gatehouse.jobs.RunRequest;
import io.gatehouse.jobs.SkipLimit;
import io.gatehouse.residency.home.HomeRegionResolver;
import io.gatehouse.residency.migration.PeopleMover;
import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.RegionId;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Moves everyone of a region whose home is another by now: because {@code homes.yaml} says so from a date on, or because
 * they live elsewhere. Traffic goes on meanwhile; each person is away from writing for as long as their own data take. A dry
 * run is the rehearsal: it counts, asks the law, looks for what will stand in the way, and writes nothing.
 */
public final class MoveEveryone implements RegionTask {
    /** People are gone through in the order of their keyed digests, of which the first four bytes number the parts. */
    static final long PLACES = 1L << 32;

    /** Each is a person whom nobody can place: for a hundred somebody must look before the rest is moved. */
    private static final int MOST_UNREADABLE = 100;

    static final String COUNTRY = "country";
    static final String TO = "to";
    static final String DATE = "date";

    private final MovingCells cells;
    private final PeopleMover mover;
    private final HomeRegionResolver resolver;
    private final Clock clock;

    public MoveEveryone(MovingCells cells, PeopleMover mover, HomeRegionResolver resolver, Clock clock) {
        this.cells = cells;
        this.mover = mover;
        this.resolver = resolver;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "migration";
    }

    @Override
    public String description() {
        return "Moves everyone of a region whose home is another by now; a dry run is the rehearsal.";
    }

    @Override
    public boolean writes() {
        return true;
    }

    @Override
    public String restartsAt() {
        return "100 people a part";
    }

    @Override
    public SkipLimit skips() {
        return new SkipLimit(
                new TreeSet<>(List.of(SkipLimit.UNREADABLE)),
                MOST_UNREADABLE,
                "a person whose profile does not open stays; more are a wrong key of the region");
    }

    @Override
    public List<JobParameterHelp> parameters() {
        return List.of(
                new JobParameterHelp(COUNTRY, "only people at home in this country, before or after", "everyone"),
                new JobParameterHelp(TO, "only those who move to this region", "wherever homes.yaml says"),
                new JobParameterHelp(
                        DATE, "whose move is due by the end of this day; a day to come only for a dry run", "today"));
    }

    @Override
    public List<RegionRange> read(Asked asked, List<RegionId> regions) {
        asked.value(COUNTRY, MoveEveryone::country, "must be a country code of ISO 3166-1, such as IE")
                .ifPresent(country -> asked.keep(COUNTRY, country.value()));
        asked.value(TO, this::served, "must be a region that is served here")
                .ifPresent(region -> asked.keep(TO, region.value()));
        var date = asked.value(DATE, MoveEveryone::date, "must be a date (2026-11-01)")
                .orElse(today());
        if (date.isAfter(today())
                && !asked.text("dry_run").filter("true"::equals).isPresent())
            asked.fault(DATE, "is to come; until then only a dry run (dry_run=true) can be made");
        asked.keep(DATE, date.toString());
        return regions.stream()
                .map(region -> new RegionRange(region, 0, PLACES))
                .toList();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private static Optional<CountryCode> country(String code) {
        try {
            return Optional.of(new CountryCode(code));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private Optional<RegionId> served(String name) {
        try {
            return Optional.of(new RegionId(name)).filter(cells::serves);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Optional<LocalDate> date(String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    @Override
    public Readiness ready(RunRequest request) {
        var wanted = new Wanted(
                request.setting(COUNTRY).map(CountryCode::new),
                request.setting(TO).map(RegionId::new),
                LocalDate.parse(request.setting(DATE).orElseThrow()));
        return new Readiness.Ready(new MovingPass(request, wanted, cells, mover, resolver));
    }

    /** Whom to move. */
    record Wanted(Optional<CountryCode> country, Optional<RegionId> to, LocalDate date) {}
}
