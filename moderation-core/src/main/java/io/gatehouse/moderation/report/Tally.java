package io.gatehouse.moderation.report;

import static io.gatehouse.moderation.report.ReportTemplate.TOTAL;

import io.gatehouse.moderation.report.Reported.Automation;
import io.gatehouse.moderation.report.Reported.Classified;
import io.gatehouse.moderation.report.Reported.Objection;
import io.gatehouse.moderation.report.Reported.Origin;
import io.gatehouse.moderation.report.Reported.Outcome;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Puts everything reported into the finest row it belongs to, of each sheet that counts it. Not thread-safe. */
final class Tally {
    static final String TOTAL_NUMBER = "Total number";
    static final String MEDIAN_TIME = "Median time";
    static final String OWN_INITIATIVE = "Own-initiative";
    static final String NAM_TOTAL = "NAM Total";
    static final String NAM_TRUSTED = "NAM Trusted Flagger";

    /**
     * A finest row.
     *
     * @param scope a Member State's code or a scope of the sheet; empty in sheets without
     * @param row a category, or the id of a row
     */
    record Leaf(String scope, String row, String keyword, String description) {}

    private final ReportTemplate template;
    private final Map<Integer, Map<Leaf, Map<String, Amount>>> sheets = new HashMap<>();

    Tally(ReportTemplate template) {
        this.template = template;
    }

    void add(Reported reported) {
        switch (reported) {
            case Reported.Order order -> order(order);
            case Reported.Notice notice -> notice(notice);
            case Reported.OrderPart part -> orderPart(part);
            case Reported.NoticePart part -> noticePart(part);
            case Reported.Action action -> actions(action, 1);
            case Reported.Actions many -> actions(many.like(), many.number());
            case Reported.Complaint complaint -> complaint(complaint);
            case Reported.Dispute dispute -> {
                decided("disputes", dispute.id(), dispute.outcome(), dispute.untilDecided());
                if (dispute.implemented()) one(7, "implemented", "", dispute.id());
            }
            case Reported.Suspension suspension ->
                many(7, suspension.misuse().row, TOTAL_NUMBER, suspension.id(), suspension.number());
            case Reported.Accuracy _ -> {} // rows of their own: see TransparencyReport
            case Reported.Moderator moderator -> moderator(moderator);
            case Reported.Staff staff -> staff(staff);
            case Reported.Recipients recipients ->
                amount(10, indicator("recipients", known(template.memberStates(), recipients.memberState())), "value")
                        .add(recipients.id(), recipients.number());
        }
    }

    private void order(Reported.Order order) {
        var leaf = leaf(3, known(template.memberStates(), order.memberState()), order.about());
        String kind = order.toAct() ? "orders" : "information";
        amount(3, leaf, kind).add(order.id(), 1);
        if (order.toAct()) amount(3, leaf, "order_items").add(order.id(), order.items());
        time(3, leaf, kind + "_told", order.id(), order.untilTold());
        time(3, leaf, kind + "_effect", order.id(), order.untilEffect());
    }

    private void orderPart(Reported.OrderPart part) {
        var leaf = leaf(3, known(template.memberStates(), part.memberState()), part.about());
        amount(3, leaf, "order_items").add(part.id(), part.items());
        time(3, leaf, "orders_effect", part.id(), part.untilEffect());
    }

    private void notice(Reported.Notice notice) {
        var leaf = leaf(4, "", notice.about());
        for (String prefix : prefixes(notice.trusted()))
            amount(4, leaf, prefix + "notices").add(notice.id(), 1);
        noticePart(new Reported.NoticePart(
                notice.id(),
                notice.about(),
                notice.trusted(),
                notice.items(),
                notice.untilAction(),
                notice.lawActions(),
                notice.termsActions()));
        String row = notice.solelyAutomated() ? "notices_solely" : "notices_not";
        one(8, row, NAM_TOTAL, notice.id());
        if (notice.trusted()) one(8, row, NAM_TRUSTED, notice.id());
    }

    private void noticePart(Reported.NoticePart part) {
        var leaf = leaf(4, "", part.about());
        for (String prefix : prefixes(part.trusted())) {
            amount(4, leaf, prefix.isEmpty() ? "notice_items" : "trusted_items").add(part.id(), part.items());
            if (part.lawActions() > 0) amount(4, leaf, prefix + "law_actions").add(part.id(), part.lawActions());
            if (part.termsActions() > 0) amount(4, leaf, prefix + "terms_actions").add(part.id(), part.termsActions());
            time(4, leaf, prefix + "action_time", part.id(), part.untilAction());
        }
    }

    private static List<String> prefixes(boolean trusted) {
        return trusted ? List.of("", "trusted_") : List.of("");
    }

    private void actions(Reported.Action action, long number) {
        if (action.origin() == Origin.OWN_INITIATIVE) {
            int sheet = action.illegal() ? 5 : 6;
            var leaf = leaf(sheet, "", action.about());
            amount(sheet, leaf, "measures").add(action.id(), number);
            if (action.solelyDetected()) amount(sheet, leaf, "automated").add(action.id(), number);
            var columns = new TreeSet<String>();
            for (String restriction : action.restrictions()) columns.add(column(restriction));
            for (String column : columns) amount(sheet, leaf, column).add(action.id(), number);
        }
        // Partly automated measures fit neither definition: they are disclosed as context.
        if (action.automation() == Automation.PARTIALLY) {
            many(8, "partially", TOTAL_NUMBER, action.id(), number);
            return;
        }
        String row = action.automation() == Automation.FULLY ? "solely" : "not_automated";
        many(8, row, TOTAL_NUMBER, action.id(), number);
        if (action.origin() == Origin.OWN_INITIATIVE) many(8, row, OWN_INITIATIVE, action.id(), number);
        for (String language : action.languages())
            many(8, row, known(template.languages(), language), action.id(), number);
    }

    private String column(String restriction) {
        var column = template.restrictions().get(restriction);
        if (column == null) throw new IllegalArgumentException("no column counts the restriction " + restriction);
        return column;
    }

    private void complaint(Reported.Complaint complaint) {
        decided("complaints", complaint.id(), complaint.outcome(), complaint.untilDecided());
        decided(complaint.about().row, complaint.id(), complaint.outcome(), complaint.untilDecided());
        // A trusted flagger's notice is a notice under Article 16 as well.
        if (complaint.about() == Objection.TRUSTED_NOTICE)
            decided(Objection.NOTICE.row, complaint.id(), complaint.outcome(), complaint.untilDecided());
        if (complaint.newRestrictions() > 0)
            amount(7, indicator("new_restrictions", TOTAL_NUMBER), "value")
                    .add(complaint.id(), complaint.newRestrictions());
    }

    private void decided(String row, String id, Outcome outcome, Optional<Duration> took) {
        if ((outcome == Outcome.OMITTED) == took.isPresent())
            throw new IllegalArgumentException("what was decided has a time, what was omitted none: " + id);
        one(7, row, TOTAL_NUMBER, id);
        one(7, row, outcome.scope, id);
        time(7, indicator(row, MEDIAN_TIME), "value", id, took);
    }

    private void moderator(Reported.Moderator moderator) {
        BigDecimal share = moderator.fullTimeEquivalent();
        amount(9, indicator(moderator.internal() ? "internal" : "external", TOTAL_NUMBER), "value")
                .add(moderator.id(), share);
        if (moderator.languages().isEmpty()) return;
        amount(9, indicator("linguistic", TOTAL_NUMBER), "value").add(moderator.id(), share);
        for (String language : moderator.languages())
            amount(9, indicator("linguistic", known(template.languages(), language)), "value")
                    .add(moderator.id(), share);
    }

    private void staff(Reported.Staff staff) {
        long all = Math.addExact(staff.internal(), staff.external());
        if (staff.language().isEmpty()) {
            people("internal", TOTAL_NUMBER, staff.id(), staff.internal());
            people("external", TOTAL_NUMBER, staff.id(), staff.external());
            people("linguistic", TOTAL_NUMBER, staff.id(), all);
        } else people("linguistic", known(template.languages(), staff.language()), staff.id(), all);
    }

    private void people(String row, String scope, String id, long number) {
        amount(9, indicator(row, scope), "value").add(id, BigDecimal.valueOf(number));
    }

    private void one(int sheet, String row, String scope, String id) {
        many(sheet, row, scope, id, 1);
    }

    private void many(int sheet, String row, String scope, String id, long number) {
        amount(sheet, indicator(row, scope), "value").add(id, number);
    }

    private void time(int sheet, Leaf leaf, String column, String id, Optional<Duration> took) {
        took.ifPresent(time -> amount(sheet, leaf, column).addTime(id, time.toSeconds()));
    }

    private Leaf leaf(int number, String scope, Classified about) {
        var sheet = template.sheet(number);
        var category = template.categoriesOf(sheet).stream()
                .filter(one -> one.code().equals(about.category()))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException(about.category() + " is no category of " + sheet.name()));
        boolean fits = category.subs().isEmpty()
                ? about.keyword().isEmpty()
                : category.subs().stream().anyMatch(sub -> sub.code().equals(about.keyword()));
        if (!fits) throw new IllegalArgumentException("'" + about.keyword() + "' is no keyword of " + about.category());
        return new Leaf(scope, about.category(), about.keyword(), about.description());
    }

    private static Leaf indicator(String row, String scope) {
        return new Leaf(scope, row, "", "");
    }

    private static String known(List<String> codes, String code) {
        if (!codes.contains(code)) throw new IllegalArgumentException("the template has no row for " + code);
        return code;
    }

    private Amount amount(int sheet, Leaf leaf, String column) {
        return sheets.computeIfAbsent(sheet, _ -> new HashMap<>())
                .computeIfAbsent(leaf, _ -> new HashMap<>())
                .computeIfAbsent(column, _ -> Amount.empty());
    }

    /** Everything that fell into the column in the rows asked for. */
    Amount of(int sheet, String column, Predicate<Leaf> rows) {
        return Amount.of(leaves(sheet)
                .filter(entry -> rows.test(entry.getKey()))
                .map(entry -> entry.getValue().get(column))
                .filter(java.util.Objects::nonNull)
                .toList());
    }

    Amount of(int sheet, String row, String scope) {
        if (sheet == 10 && scope.equals(TOTAL))
            return of(sheet, "value", leaf -> leaf.row().equals(row));
        var columns = sheets.getOrDefault(sheet, Map.of()).get(indicator(row, scope));
        return columns == null ? Amount.NONE : columns.getOrDefault("value", Amount.NONE);
    }

    /** Member States, or other scopes, of which the sheet has anything. */
    Set<String> scopes(int sheet) {
        var scopes = new TreeSet<String>();
        leaves(sheet).forEach(entry -> scopes.add(entry.getKey().scope()));
        return scopes;
    }

    /** How {@link Category#OTHER} was described in the category; the same in every block of the sheet. */
    Set<String> descriptions(int sheet, String category) {
        var descriptions = new TreeSet<String>();
        leaves(sheet)
                .map(Map.Entry::getKey)
                .filter(leaf -> leaf.row().equals(category) && leaf.keyword().equals(Category.OTHER))
                .forEach(leaf -> descriptions.add(leaf.description()));
        return descriptions;
    }

    private Stream<Map.Entry<Leaf, Map<String, Amount>>> leaves(int sheet) {
        return sheets.getOrDefault(sheet, Map.of()).entrySet().stream();
    }
}
