package io.gatehouse.jobs.report;

import io.gatehouse.moderation.policy.DsaTerms;
import io.gatehouse.moderation.report.Reported;
import io.gatehouse.moderation.report.Reported.Automation;
import io.gatehouse.moderation.report.Reported.Misuse;
import io.gatehouse.moderation.report.Reported.Objection;
import io.gatehouse.moderation.report.Reported.Origin;
import io.gatehouse.moderation.report.Reported.Outcome;
import io.gatehouse.moderation.report.ReportTemplate;
import io.gatehouse.residency.casework.CountedRecords;
import io.gatehouse.residency.casework.CountedRecords.Measure;
import io.gatehouse.residency.casework.Orders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One cell's records as what is reported. Says in {@link Remarks} what the template has no row for. */
final class CellReport {
    private static final String TERMS_ALONE = "STATEMENT_CATEGORY_OTHER_VIOLATION_TC";
    private static final String PUBLIC_SECURITY = "STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY";
    private static final String NO_LEGAL_CATEGORY = "%d measures named the law as their ground and the category of other"
            + " violations of the terms: they are counted among those of the terms.";
    private static final String NO_CATEGORY =
            "%d measures were written down without a category: they are counted as other violations of the terms.";
    private static final String NOT_OF_A_MEMBER_STATE =
            "%d orders of authorities outside of the Union's Member States are not counted.";
    private static final String OPEN =
            "%d were undecided when the report was made: they are counted among those without a decision.";

    private final CountedRecords records;
    private final Sorting sorting;
    private final ReportTemplate template;
    private final Span span;
    private final Remarks remarks;
    private final Consumer<Reported> into;

    CellReport(
            CountedRecords records, ReportTemplate template, Span span, Remarks remarks, Consumer<Reported> into) {
        this.records = records;
        this.template = template;
        this.sorting = new Sorting(template);
        this.span = span;
        this.remarks = remarks;
        this.into = into;
    }

    /** @param listed one by one, with ids, for who asks where a number is from; equal ones together otherwise */
    void measures(boolean listed) {
        if (listed) records.eachMeasure(span.from(), span.to(), this::measure);
        else records.measures(span.from(), span.to()).forEach(this::measure);
    }

    private void measure(Measure measure) {
        boolean isSorted = sorting.has(6, measure.category());
        String category = isSorted ? measure.category() : TERMS_ALONE;
        boolean isIllegal = isSorted && measure.ground().equals("illegal_content");
        if (!isSorted) remarks.count(6, "measures", NO_CATEGORY, measure.number());
        if (isIllegal && !sorting.has(5, category)) {
            remarks.count(6, "measures", NO_LEGAL_CATEGORY, measure.number());
            isIllegal = false;
        }
        var action = new Reported.Action(
                measure.id(),
                origin(measure.source()),
                isIllegal,
                sorting.of(isIllegal ? 5 : 6, category, measure.keywords()),
                Restrictions.codes(measure.actions()),
                measure.isDetected() || measure.isAutomated(),
                measure.isAutomated() ? Automation.FULLY : Automation.NOT,
                template.languages().contains(measure.language()) ? Set.of(measure.language()) : Set.of());
        into.accept(measure.number() == 1 ? action : new Reported.Actions(action, measure.number()));
        suspensions(measure, isIllegal);
    }

    /** What is taken because somebody complained is not the provider's own initiative either. */
    private static Origin origin(String source) {
        return switch (source) {
            case "own_initiative" -> Origin.OWN_INITIATIVE;
            case "order" -> Origin.ORDER;
            case "notice", "appeal" -> Origin.NOTICE;
            default -> throw new IllegalArgumentException("a measure from nowhere: " + source);
        };
    }

    private void suspensions(Measure measure, boolean isIllegal) {
        boolean suspends = measure.actions().stream()
                .anyMatch(action -> action.equals("account.suspended") || action.equals("service.suspended"));
        if (suspends && isIllegal)
            into.accept(new Reported.Suspension(measure.id(), Misuse.ILLEGAL_CONTENT, measure.number()));
    }

    void notices() {
        for (var notice : records.notices(span.from(), span.to(), span.asOf())) {
            String category = sorting.has(4, notice.category())
                    ? notice.category()
                    : DsaTerms.NOT_SPECIFIED_NOTICE;
            var about = sorting.of(4, category, notice.keywords());
            var took = between(notice.receivedAt(), notice.actedAt());
            into.accept(
                    notice.leads()
                            ? new Reported.Notice(
                                    notice.id(),
                                    about,
                                    notice.isTrusted(),
                                    notice.items(),
                                    took,
                                    notice.lawActions(),
                                    notice.termsActions(),
                                    // Every item of a notice is decided by a person.
                                    false)
                            : new Reported.NoticePart(
                                    notice.id(),
                                    about,
                                    notice.isTrusted(),
                                    notice.items(),
                                    took,
                                    notice.lawActions(),
                                    notice.termsActions()));
        }
    }

    void orders() {
        for (var order : records.orders(span.from(), span.to(), span.asOf())) {
            var state = sorting.memberState(order.memberState());
            if (state.isEmpty()) {
                if (order.leads()) remarks.count(3, "orders", NOT_OF_A_MEMBER_STATE, 1);
                continue;
            }
            boolean isTerrorist = order.kind() == Orders.Kind.TERRORIST_CONTENT;
            String named = sorting.has(3, order.category()) ? order.category() : DsaTerms.NOT_SPECIFIED_ORDER;
            // What these orders are about, their regulation says.
            String category =
                    isTerrorist && named.equals(DsaTerms.NOT_SPECIFIED_ORDER) ? PUBLIC_SECURITY : named;
            var about =
                    sorting.of(3, category, isTerrorist ? List.of("KEYWORD_TERRORIST_CONTENT") : List.<String>of());
            boolean toAct = order.kind() != Orders.Kind.INFORMATION;
            var effect = between(order.receivedAt(), order.effectedAt());
            if (order.leads())
                into.accept(new Reported.Order(
                        order.id(),
                        state.get(),
                        about,
                        toAct,
                        toAct ? Math.max(1, order.items()) : 0,
                        between(order.receivedAt(), order.toldAt()),
                        effect));
            else if (toAct && order.items() > 0)
                into.accept(new Reported.OrderPart(order.id(), state.get(), about, order.items(), effect));
        }
    }

    void appeals() {
        for (var appeal : records.appeals(span.from(), span.to(), span.asOf())) {
            if (appeal.outcome() == null) remarks.count(7, "complaints", OPEN, 1);
            var outcome = outcome(appeal.outcome());
            boolean isNew = appeal.byNotifier() && outcome == Outcome.REVERSED && appeal.isDecidedAnew();
            into.accept(new Reported.Complaint(
                    appeal.id(),
                    appeal.byNotifier()
                            ? appeal.isTrusted() ? Objection.TRUSTED_NOTICE : Objection.NOTICE
                            : Restrictions.objection(appeal.actions()),
                    outcome,
                    took(outcome, appeal.receivedAt(), appeal.decidedAt()),
                    isNew ? 1 : 0));
        }
    }

    void disputes() {
        for (var dispute : records.disputes(span.from(), span.to(), span.asOf())) {
            if (dispute.outcome() == null) remarks.count(7, "disputes", OPEN, 1);
            var outcome = outcome(dispute.outcome());
            boolean isReversed = outcome == Outcome.REVERSED || outcome == Outcome.PARTIALLY_REVERSED;
            into.accept(new Reported.Dispute(
                    dispute.id(),
                    outcome,
                    took(outcome, dispute.receivedAt(), dispute.decidedAt()),
                    isReversed && dispute.isImplemented()));
        }
    }

    private static Outcome outcome(@Nullable String word) {
        return word == null ? Outcome.OMITTED : Outcome.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static Optional<Duration> took(Outcome outcome, Instant received, @Nullable Instant decided) {
        return outcome == Outcome.OMITTED ? Optional.empty() : between(received, decided);
    }

    /** Clocks of a platform and of the service differ: nothing takes less than no time. */
    private static Optional<Duration> between(Instant received, @Nullable Instant done) {
        if (done == null) return Optional.empty();
        var took = Duration.between(received, done);
        return Optional.of(took.isNegative() ? Duration.ZERO : took);
    }
}
