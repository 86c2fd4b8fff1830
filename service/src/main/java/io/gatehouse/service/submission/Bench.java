package io.gatehouse.service.submission;

import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.fact.ContentLabels;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.judge.Observation;
import io.gatehouse.residency.cell.CellReader;
import io.gatehouse.residency.cell.ShadowVerdict;
import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.account.KnownAccount;
import io.gatehouse.service.bank.MediaBanks;
import io.gatehouse.service.fact.FactDesk;
import io.gatehouse.service.judging.Judged;
import io.gatehouse.service.judging.Judging;
import io.gatehouse.service.judging.RuleCounts;
import io.gatehouse.service.judging.RunningPolicies;
import io.gatehouse.service.placement.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Judges one content under the policy that runs, told the facts about it, beside the versions in shadow. */
@Component
final class Bench {
    private final RunningPolicies policies;
    private final Shadowing shadowing;
    private final RuleCounts counts;
    private final FactDesk facts;
    private final MediaBanks banks;
    private final AccountDirectory directory;

    Bench(
            RunningPolicies policies,
            Shadowing shadowing,
            RuleCounts counts,
            FactDesk facts,
            MediaBanks banks,
            AccountDirectory directory) {
        this.policies = policies;
        this.shadowing = shadowing;
        this.counts = counts;
        this.facts = facts;
        this.banks = banks;
        this.directory = directory;
    }

    /** What was concluded; nothing is counted yet. */
    record Heard(Judged judged, List<ShadowVerdict> shadows) {}

    /** The content with what was seen in its media so far: what is judged, and kept with the decision. */
    Content lookedAt(KnownAccount author, Content content) {
        return banks.lookedAt(author.home(), content);
    }

    /**
     * @param caller whose client names the content: a repeat and an edit have the same name, so that counters see one
     * @param recipients account ids of the others
     * @param noted on the content when it was judged before
     */
    Heard hear(
            Content content,
            Caller caller,
            KnownAccount author,
            Place place,
            List<String> recipients,
            ContentLabels noted,
            @Nullable Duration asked,
            Instant now) {
        String name = caller.client() + '/' + content.id().value();
        var running = policies.now();
        Judging judging = running.judgeOf(author.author().account());
        List<AccountRef> others = recipients.stream().map(directory::refOf).toList();
        var sent = new FactDesk.Sent(
                place.store().id(),
                readers(author, place),
                author.author().account(),
                name,
                content.context().conversation(),
                others.isEmpty() ? null : others);
        var media = banks.find(author.home(), content, name, caller.keyId());
        Function<Observation, Facts> told =
                seen -> facts.tell(sent, seen, now).with(noted).with(media);
        Judged judged = judging.judge(content, now, deadline(judging, asked, content), told);
        return new Heard(judged, shadowing.beside(judged, running, told));
    }

    /** To be called once for what was written; a repeat answers a decision that was counted when it was made. */
    void count(Heard heard) {
        counts.decided(heard.judged());
        heard.shadows().forEach(shadow -> counts.shadowed(shadow.policyDigest(), shadow.rules()));
    }

    /** What was noted about an author counts wherever they are judged; what a decision notes lies with the decision. */
    private static List<CellReader> readers(KnownAccount author, Place place) {
        var home = author.home().cell().reader();
        return place.placed() == null
                ? List.of(home)
                : List.of(home, place.store().cell().reader());
    }

    private static Duration deadline(Judging judging, @Nullable Duration asked, Content content) {
        Duration declared = judging.deadlineOf(content);
        return asked == null || asked.compareTo(declared) > 0 ? declared : asked;
    }
}
