package io.gatehouse.jobs.report;

import io.gatehouse.moderation.report.Applicability;
import io.gatehouse.moderation.report.ProviderClass;
import io.gatehouse.moderation.report.ReportSubject;
import io.gatehouse.moderation.report.ReportSubject.Practice;
import io.gatehouse.moderation.report.ReportTemplate;
import io.gatehouse.moderation.report.Reported;
import io.gatehouse.moderation.report.ReportingPeriod;
import io.gatehouse.moderation.report.TransparencyReport;
import io.gatehouse.residency.casework.CountedRecords;
import io.gatehouse.residency.region.RegionId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Fills the transparency report of the DSA from records: of each cell what its database counted, of the registers who moderates and
 * who is reached, of the operator's file the words. Numbers of cells are added up; they are about nobody. Thread-safe.
 */
public final class DsaReports {
    private final RecordedCells cells;
    private final ZoneId zone;

    /** @param zone the controller's, in which days begin */
    public DsaReports(RecordedCells cells, ZoneId zone) {
        this.cells = cells;
        this.zone = zone;
    }

    /**
     * What is asked for.
     *
     * @param provider null for what the operator's file says
     * @param regions whose records are counted, each served here
     * @param published when it is published; it must not be within the period
     * @param previous when the one before was; empty for the first
     * @param draft to look at: places that are not filled in stay empty, and nothing is published
     */
    public record Wish(
            ReportingPeriod period,
            @Nullable ProviderClass provider,
            List<RegionId> regions,
            LocalDate published,
            Optional<LocalDate> previous,
            Instant asOf,
            boolean draft) {
        public Wish {
            regions = List.copyOf(regions);
        }
    }

    /** What the report is made with, besides records. */
    public record Given(ReportTemplate template, ReportWords words, People people) {}

    /** What came of making a report. */
    public sealed interface Making {
        record Made(TransparencyReport report) implements Making {}

        /** @param why every reason, as sentences */
        record Refused(List<String> why) implements Making {
            public Refused {
                why = List.copyOf(why);
            }
        }
    }

    /** @param listed with the ids behind every number: for who asks for a derivation */
    public Making make(Wish wish, Given given, boolean listed) {
        return make(wish, given, listed, _ -> {});
    }

    /** @param pace asked before so many questions to a cell */
    Making make(Wish wish, Given given, boolean listed, IntConsumer pace) {
        var provider = wish.provider() == null ? given.words().kind() : wish.provider();
        var template = given.template().withGreece(given.words().greece());
        if (!wish.draft()) {
            var why = refusals(wish, given, template, provider);
            if (!why.isEmpty()) return new Making.Refused(why);
        }
        var reported = new ArrayList<Reported>();
        var remarks = new Remarks();
        var machines = new Machines();
        var span = Span.of(wish.period(), zone, wish.asOf());
        for (var region : wish.regions()) {
            var records = cells.records(region);
            records(records, template, span, remarks, reported, listed, pace);
            pace.accept(1);
            machines.add(records.judged(span.from(), earlier(span.to(), span.asOf())), template.languages());
        }
        machines.tell(reported::add);
        reported.addAll(given.words().suspended(wish.period()));
        reported.addAll(given.people().whoModerates());
        reported.addAll(given.people().recipients());
        var subject = subject(wish, given, template, provider, remarks);
        return new Making.Made(TransparencyReport.of(template, subject, reported));
    }

    private static void records(
            CountedRecords records,
            ReportTemplate template,
            Span span,
            Remarks remarks,
            List<Reported> into,
            boolean listed,
            IntConsumer pace) {
        var cell = new CellReport(records, template, span, remarks, into::add);
        List<Runnable> questions =
                List.of(() -> cell.measures(listed), cell::notices, cell::orders, cell::appeals, cell::disputes);
        for (var question : questions) {
            pace.accept(1);
            question.run();
        }
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private List<String> refusals(Wish wish, Given given, ReportTemplate template, ProviderClass provider) {
        var why = new ArrayList<>(given.words().unfilled(template, provider, wish.period()));
        if (wish.asOf().isBefore(Span.of(wish.period(), zone, wish.asOf()).to()))
            why.add("the period " + wish.period() + " has not ended; a draft can be made before");
        if (!wish.period().followsCycleOf(provider))
            why.add("a provider of class " + provider.wireName() + " reports about "
                    + ReportingPeriod.around(wish.period().start(), provider) + ", not " + wish.period());
        if (!wish.published().isAfter(wish.period().end()))
            why.add("the period ends on " + wish.period().end() + ": it cannot be published on " + wish.published());
        if (provider == ProviderClass.VLOP && !given.people().hasModerators())
            why.add("registers/staff.yaml has nobody who moderates on "
                    + wish.period().end());
        if (Applicability.VLOP_VLOSE.covers(provider)
                && given.people().recipients().isEmpty())
            why.add("registers/recipients.yaml has no Member State on "
                    + wish.period().end());
        return why;
    }

    private static ReportSubject subject(
            Wish wish, Given given, ReportTemplate template, ProviderClass provider, Remarks remarks) {
        var words = given.words();
        var cannotOccur = new HashSet<>(words.practices());
        var texts = new HashMap<>(words.texts());
        if (wish.draft()) {
            texts.values().removeIf(text -> text.contains(ReportWords.PLACE));
            // What nobody stated is left empty, and not told as none.
            if (words.suspended(wish.period()).isEmpty()) {
                cannotOccur.add(new Practice(7, "suspensions_notices"));
                cannotOccur.add(new Practice(7, "suspensions_complaints"));
            }
        }
        var afterwards = wish.period().end().plusDays(1);
        return new ReportSubject(
                words.provider(),
                words.service(),
                provider,
                wish.period(),
                wish.draft() && wish.published().isBefore(afterwards) ? afterwards : wish.published(),
                wish.previous(),
                cannotOccur,
                shortened(remarks, words, template),
                words.policies(),
                texts);
    }

    private static java.util.Map<Practice, String> shortened(
            Remarks remarks, ReportWords words, ReportTemplate template) {
        var said = new HashMap<>(remarks.after(words.said()));
        said.replaceAll((_, text) -> text.codePointCount(0, text.length()) < template.qualitativeMaxChars()
                ? text
                : text.substring(0, text.offsetByCodePoints(0, template.qualitativeMaxChars() - 1)));
        return said;
    }
}
