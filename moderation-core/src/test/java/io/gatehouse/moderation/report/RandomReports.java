package io.gatehouse.moderation.report;

import io.gatehouse.moderation.report.ReportSubject.Practice;
import io.gatehouse.moderation.report.Reported.Automation;
import io.gatehouse.moderation.report.Reported.Classified;
import io.gatehouse.moderation.report.Reported.Misuse;
import io.gatehouse.moderation.report.Reported.Objection;
import io.gatehouse.moderation.report.Reported.Origin;
import io.gatehouse.moderation.report.Reported.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Right reports about what happened at random. */
public final class RandomReports {
    public static final ReportTemplate TEMPLATE = shipped();

    private static final List<String> TEXTS = List.of(
            "As our rules say.",
            "Several lines,\nwith \"quotes\" and, commas; all of them right",
            "=1+1 is no formula here",
            "- a list\n- of points",
            "@somebody said so",
            "Ελληνικά, čeština, 日本語 \uD83D\uDE00");

    private final RandomGenerator random;
    private final ProviderClass provider;
    private final ReportTemplate template;
    private final List<Reported> facts = new ArrayList<>();
    private final Set<Practice> cannotOccur = new HashSet<>();
    private final List<String> restrictions;
    private final List<String> states;

    private RandomReports(RandomGenerator random, ProviderClass provider, ReportTemplate template) {
        this.random = random;
        this.provider = provider;
        this.template = template;
        boolean money = random.nextInt(3) > 0;
        this.restrictions = template.restrictions().keySet().stream()
                .sorted()
                .filter(code -> money || !code.startsWith("DECISION_MONETARY"))
                .toList();
        if (!money)
            for (int sheet : new int[] {5, 6})
                for (String kind : List.of("suspension", "termination", "other"))
                    cannotOccur.add(new Practice(sheet, "monetary_" + kind));
        this.states = List.of(one(template.memberStates()), one(template.memberStates()), "DE");
    }

    private static ReportTemplate shipped() {
        try {
            return ReportTemplate.load(
                    Path.of(System.getProperty("gatehouse.home", "..")).resolve("policies"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param size how many of each kind of thing, at most */
    public static TransparencyReport of(RandomGenerator random, ProviderClass provider, int size) {
        return new RandomReports(random, provider, TEMPLATE).report(size);
    }

    public static TransparencyReport of(
            RandomGenerator random, ProviderClass provider, ReportTemplate template, int size) {
        return new RandomReports(random, provider, template).report(size);
    }

    private TransparencyReport report(int size) {
        int year = random.nextInt(2026, 2030);
        var period = ReportingPeriod.around(LocalDate.of(year, random.nextInt(1, 13), 5), provider);
        var published = period.end().plusDays(random.nextInt(1, 60));
        Map<String, String> texts = new HashMap<>();
        for (var row : template.sheet(11).rows()) texts.put(row.id(), text());
        texts.put("summary", "\uD83D\uDE00".repeat(template.qualitativeMaxChars()));
        facts(size);
        var subject = new ReportSubject(
                "Example, \"Inc.\"",
                "Example Share",
                provider,
                period,
                published,
                random.nextBoolean() ? Optional.of(published.minusDays(random.nextInt(20, 400))) : Optional.empty(),
                cannotOccur,
                Map.of(new Practice(5, "measures"), text(), new Practice(7, "complaints"), text()),
                Map.of("Category 1", text(), "Category 15c", text()),
                texts);
        return TransparencyReport.of(template, subject, facts);
    }

    private void facts(int size) {
        for (int i = 0; i < size; i++) {
            order(i);
            action(i);
            if (Applicability.HOSTING.covers(provider)) notice(i);
            if (Applicability.PLATFORM.covers(provider)) appeal(i);
        }
        for (var row : template.sheet(8).rows())
            if (row.id().equals("accuracy") && row.applicability().covers(provider))
                for (String scope : template.scopesOf(row))
                    for (String system : List.of("text", "pictures"))
                        facts.add(new Reported.Accuracy(
                                "a-" + system + scope,
                                scope,
                                share(),
                                share(),
                                share(),
                                "The classifier of " + system + ", on a random sample."));
        if (Applicability.VLOP.covers(provider))
            for (int i = 0; i < size; i++)
                facts.add(new Reported.Moderator("p" + i, random.nextBoolean(), share(), languages()));
        if (Applicability.VLOP_VLOSE.covers(provider))
            for (String state : template.memberStates())
                if (random.nextInt(9) > 0)
                    facts.add(new Reported.Recipients("r" + state, state, random.nextInt(50_000_000)));
    }

    private void order(int i) {
        boolean toAct = random.nextInt(3) > 0;
        facts.add(new Reported.Order(
                "o" + i,
                one(states),
                about(3),
                toAct,
                toAct ? random.nextInt(1, 12) : 0,
                Optional.of(time()),
                Optional.of(time())));
    }

    private void notice(int i) {
        int law = random.nextInt(3);
        int terms = random.nextInt(2);
        facts.add(new Reported.Notice(
                "n" + i,
                about(4),
                random.nextInt(4) == 0,
                random.nextInt(1, 5),
                law + terms > 0 ? Optional.of(time()) : Optional.empty(),
                law,
                terms,
                random.nextBoolean()));
    }

    private void action(int i) {
        boolean illegal = random.nextBoolean();
        var automation = one(List.of(Automation.values()));
        facts.add(new Reported.Action(
                "d" + i,
                Applicability.HOSTING.covers(provider) ? one(List.of(Origin.values())) : Origin.OWN_INITIATIVE,
                illegal,
                about(illegal ? 5 : 6),
                Set.copyOf(List.of(one(restrictions), one(restrictions)).stream()
                        .distinct()
                        .toList()),
                automation == Automation.FULLY || random.nextBoolean(),
                automation,
                Applicability.VLOP.covers(provider) ? languages() : Set.of()));
    }

    private void appeal(int i) {
        var outcome = one(List.of(Outcome.values()));
        Optional<Duration> took = outcome == Outcome.OMITTED ? Optional.empty() : Optional.of(time());
        facts.add(new Reported.Complaint("c" + i, one(List.of(Objection.values())), outcome, took, random.nextInt(2)));
        if (random.nextInt(3) > 0) return;
        boolean reversed = outcome == Outcome.REVERSED || outcome == Outcome.PARTIALLY_REVERSED;
        facts.add(new Reported.Dispute("u" + i, outcome, took, reversed && random.nextBoolean()));
        facts.add(new Reported.Suspension("s" + i, one(List.of(Misuse.values()))));
    }

    private Classified about(int sheet) {
        var category = one(template.categoriesOf(template.sheet(sheet)));
        if (category.subs().isEmpty()) return new Classified(category.code(), "", "");
        String keyword = one(category.subs()).code();
        return new Classified(
                category.code(),
                keyword,
                keyword.equals(Category.OTHER) ? "Other of " + category.label() + ", kind " + random.nextInt(2) : "");
    }

    private Set<String> languages() {
        var languages = new HashSet<String>();
        for (int i = random.nextInt(4); i > 0; i--) languages.add(one(template.languages()));
        return languages;
    }

    private Duration time() {
        return Duration.ofSeconds(random.nextInt(3) == 0 ? 0 : random.nextInt(5_000_000));
    }

    private BigDecimal share() {
        return BigDecimal.valueOf(random.nextInt(0, 10_001), 4);
    }

    private String text() {
        return one(TEXTS);
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
