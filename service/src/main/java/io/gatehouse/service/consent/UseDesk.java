package io.gatehouse.service.consent;

import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.residency.crossing.Reason;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.purpose.Consents;
import io.gatehouse.residency.purpose.ServiceId;
import io.gatehouse.residency.purpose.ServiceRules;
import io.gatehouse.residency.purpose.Use;
import io.gatehouse.residency.purpose.UseJudge;
import io.gatehouse.residency.purpose.UseRuling;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.account.AccountFinder;
import io.gatehouse.service.region.CrossingBooks;
import io.gatehouse.service.region.NewIds;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** May one service use another's data? Ruled on by law and the person's own word; every ruling is in the region's log. */
@Component
public final class UseDesk {
    private final AccountFinder accounts;
    private final ConsentDesk consents;
    private final UseJudge judge;
    private final CrossingBooks books;
    private final NewIds ids;

    UseDesk(AccountFinder accounts, ConsentDesk consents, ServiceRules rules, CrossingBooks books, NewIds ids) {
        this.accounts = accounts;
        this.consents = consents;
        this.judge = new UseJudge(rules);
        this.books = books;
        this.ids = ids;
    }

    /**
     * A wish to use.
     *
     * @param account whose data; null when the wish is about no person in particular, so that no consent can help
     * @param region the data's home, when no account says it
     * @param actor fit for logs: the id of an API key
     */
    public record Wish(
            Use use, @Nullable String account, @Nullable RegionId region, String actor) {}

    /** A ruling and its entry in the log. */
    public record Answer(String id, RegionId log, long index, UseRuling ruling) {}

    /** @throws io.gatehouse.service.problem.ProblemException when the account is not known or not served here */
    public Answer ask(Wish wish) {
        RegionId log;
        Consents given = Consents.NONE;
        if (wish.account() != null) {
            var found = accounts.require(wish.account());
            log = found.home().id();
            given = consents.consents(found);
        } else if (wish.region() != null) {
            log = wish.region();
        } else {
            throw new IllegalArgumentException("neither an account nor a region");
        }
        var ruling = judge.rule(wish.use(), given);
        String id = ids.transfer(log);
        long index = books.record(
                log,
                id,
                wish.use().at(),
                ruling instanceof UseRuling.Permitted,
                facts(wish.use(), wish.actor(), ruling));
        return new Answer(id, log, index, ruling);
    }

    private static EntryFacts facts(Use use, String actor, UseRuling ruling) {
        var facts = new LinkedHashMap<String, Object>();
        facts.put("purpose", use.purpose().name());
        facts.put("data", use.data().stream().map(DataKind::wireName).sorted().toList());
        facts.put("of", use.of().value());
        facts.put("to", Map.of("service", use.by().value()));
        facts.put("actor", actor);
        switch (ruling) {
            case UseRuling.Permitted permitted -> {
                facts.put("ruling", "permitted");
                facts.put("legal_basis", permitted.basis());
                facts.put("source", permitted.source());
            }
            case UseRuling.Refused(var reasons) -> {
                facts.put("ruling", "refused");
                facts.put(
                        "reasons",
                        reasons.stream().map(Reason::code).distinct().sorted().toList());
            }
        }
        return new EntryFacts(facts);
    }

    /** What Gatehouse itself holds, when a wish does not say whose data it is about. */
    public static ServiceId ownService() {
        return new ServiceId("safety");
    }
}
