package io.gatehouse.residency.purpose;

import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.residency.crossing.Reason;
import io.gatehouse.residency.purpose.ServiceRules.ConsentPurpose;
import io.gatehouse.residency.purpose.ServiceRules.LegalUse;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rules on uses, in this order: purposes that nothing permits; moderation data for anything but safety; one service's own
 * data; another legal basis on file; the person's consent; otherwise no. Pure and thread-safe.
 */
public final class UseJudge {
    /** What safety work makes of people. It may not feed anything else, with or without consent. */
    private static final Set<DataKind> MODERATION = EnumSet.of(DataKind.DECISION, DataKind.NOTES, DataKind.REPORT);

    private final ServiceRules rules;

    /** Whether safety work made it: then it serves safety work alone. */
    public static boolean isModerationData(DataKind kind) {
        return MODERATION.contains(kind);
    }

    public UseJudge(ServiceRules rules) {
        this.rules = rules;
    }

    public UseRuling rule(Use use, Consents consents) {
        var date = LocalDate.ofInstant(use.at(), ZoneOffset.UTC);
        var faults = unknown(use, date);
        if (!faults.isEmpty()) return new UseRuling.Refused(faults);
        String never = rules.refused().get(use.purpose());
        if (never != null)
            return no("purpose_refused", "Nothing permits the purpose " + use.purpose() + ": " + never + ".");
        var legal = rules.legalUses().stream()
                .filter(row -> row.purpose().equals(use.purpose()) && row.covers(use, date))
                .findFirst();
        var moderation = use.data().stream().filter(MODERATION::contains).toList();
        if (!moderation.isEmpty() && legal.isEmpty())
            return no(
                    "purpose_bound",
                    named(moderation)
                            + " are what safety work made of people, and are kept for that alone: no consent and no"
                            + " service of one's own opens them to " + use.purpose()
                            + " (GDPR Art. 5(1)(b), DMA Art. 5(2)).");
        if (legal.isPresent()) return yes(legal.get());
        var consented = rules.consentPurposes().stream()
                .filter(row -> row.purpose().equals(use.purpose()) && row.covers(use, date))
                .findFirst();
        if (use.of().equals(use.by()) && consented.isEmpty())
            return new UseRuling.Permitted("same_service", "services.yaml: the service's own data", List.of());
        if (consented.isEmpty())
            return no(
                    "no_rule",
                    "services.yaml has no row that lets " + use.by() + " use data of " + use.of() + " for "
                            + use.purpose() + " on " + date
                            + ". Combining and using across services needs one (DMA Art. 5(2)).");
        return consent(consented.get(), use, consents);
    }

    private List<Reason> unknown(Use use, LocalDate date) {
        var faults = new ArrayList<Reason>();
        for (var service : Stream.of(use.of(), use.by()).distinct().toList())
            if (rules.service(service, date).isEmpty())
                faults.add(new Reason(
                        "unknown_service",
                        "services.yaml has no service '" + service + "' on " + date + "; it has "
                                + String.join(", ", rules.serviceNames(date)) + "."));
        return faults;
    }

    private static UseRuling yes(LegalUse row) {
        return new UseRuling.Permitted("legal_basis", row.source(), conditions(row.verified()));
    }

    private static UseRuling consent(ConsentPurpose row, Use use, Consents consents) {
        return switch (consents.stateAt(use.purpose(), use.at())) {
            case GRANTED -> {
                var given = consents.last(
                                use.purpose(), e -> e.kind() == ConsentEvent.Kind.GRANTED && !e.at().isAfter(use.at()))
                        .orElseThrow();
                yield new UseRuling.Permitted(
                        "consent", row.source() + "; consent of " + given.at(), conditions(row.verified()));
            }
            case UNANSWERED ->
                no("consent_missing", "The person was not asked, or has not answered: that is no consent.");
            case REFUSED -> no("consent_refused", "The person refused.");
            case WITHDRAWN -> no("consent_withdrawn", "The person withdrew their consent.");
        };
    }

    private static List<String> conditions(boolean verified) {
        return verified ? List.of() : List.of("The row of services.yaml is unconfirmed: counsel must confirm it.");
    }

    private static UseRuling no(String code, String sentence) {
        return new UseRuling.Refused(List.of(new Reason(code, sentence)));
    }

    private static String named(List<DataKind> kinds) {
        return kinds.stream().sorted().map(DataKind::wireName).collect(Collectors.joining(", "));
    }
}
