package io.gatehouse.jobs.retromatch;

import io.gatehouse.jobs.Cells;
import io.gatehouse.jobs.DerivedId;
import io.gatehouse.jobs.RunRequest;
import io.gatehouse.jobs.SkipLimit;
import io.gatehouse.jobs.rescan.StoredContents;
import io.gatehouse.jobs.rescan.StoredContents.Opened;
import io.gatehouse.jobs.retromatch.KnownHashes.Match;
import io.gatehouse.jobs.retromatch.KnownHashes.NewHashes;
import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.fact.KnownPicture;
import io.gatehouse.moderation.fact.MediaFindings;
import io.gatehouse.moderation.judge.Judgement;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.judge.Overrides;
import io.gatehouse.moderation.verdict.Verdict;
import io.gatehouse.residency.cell.MediaHashes.Seen;
import io.gatehouse.residency.cell.RedecisionOutcome;
import io.gatehouse.residency.cell.StoredDecision;
import io.gatehouse.residency.region.RegionId;
import java.time.Clock;
import java.util.List;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamWriter;

/**
 * Judges the contents that show a found medium. Ids of matches and decisions are derived, so that doing it again after a crash
 * finds what was written before.
 */
final class Findings implements ItemStreamWriter<Seen> {
    private final RegionId region;
    private final RunRequest request;
    private final Cells cells;
    private final KnownHashes hashes;
    private final NewHashes wanted;
    private final StoredContents contents;
    private final Judge judge;
    private final RetroTally tally;
    private final Clock clock;
    private RetroTally counted = new RetroTally();

    Findings(
            RegionId region,
            RunRequest request,
            Cells cells,
            KnownHashes hashes,
            NewHashes wanted,
            StoredContents contents,
            Judge judge,
            RetroTally tally,
            Clock clock) {
        this.region = region;
        this.request = request;
        this.cells = cells;
        this.hashes = hashes;
        this.wanted = wanted;
        this.contents = contents;
        this.judge = judge;
        this.tally = tally;
        this.clock = clock;
    }

    /** Judges by one version, with the rules held back that are held back at the moment. */
    record Judge(Moderator moderator, Supplier<Overrides> overrides) {
        Judgement judge(Opened.Judgeable opened, Facts facts, Overrides held) {
            var seen = moderator.observeAgain(opened.content(), opened.permissions());
            return moderator.conclude(opened.content(), seen, facts, held);
        }
    }

    @Override
    public void open(ExecutionContext context) {
        tally.read(context);
    }

    @Override
    public void write(Chunk<? extends Seen> chunk) {
        // Counted when all are through: a retry of the chunk begins again with nothing counted.
        counted = new RetroTally();
        for (Seen seen : chunk) {
            var shown = hashes.contentsOf(region, seen.mediaId());
            counted.found();
            if (shown.isEmpty()) counted.skipped("shown_nowhere");
            for (long content : shown)
                cells.reader(region).standing(content, content + 1, 1).forEach(standing -> look(seen, standing));
        }
        tally.add(counted);
    }

    private void look(Seen seen, StoredDecision standing) {
        if (standing.isUnreadable()) {
            counted.skipped(SkipLimit.UNREADABLE);
            return;
        }
        if (standing.payload().isEmpty()) {
            counted.skipped("author_gone");
            return;
        }
        switch (contents.open(standing, standing.payload().get())) {
            case Opened.Unreadable(var reason) -> counted.skipped(reason);
            case Opened.Judgeable opened -> look(seen, standing, opened);
        }
    }

    private void look(Seen seen, StoredDecision standing, Opened.Judgeable opened) {
        if (opened.content().surface().isPrivate()) {
            counted.skipped("private_surface");
            return;
        }
        if (!shows(opened.content(), seen.mediaId())) {
            counted.skipped("shown_by_an_earlier_revision");
            return;
        }
        var said = wanted.judge(
                seen, standing.client() + '/' + opened.content().id().value());
        if (said.inPart()) counted.skipped(RetroPass.IN_PART);
        var matches = said.matches();
        if (matches.isEmpty()) {
            counted.skipped("suppressed_or_not_asked");
            return;
        }
        if (isOwn(standing) && knows(opened.facts().media(), matches)) {
            // A process that died after the decision and before its count.
            counted.changed(changeOf(standing));
            return;
        }
        if (said.ofAll() && knows(opened.facts().media(), matches)) {
            counted.skipped("known_already");
            return;
        }
        LongFunction<String> ids = entry -> DerivedId.ofMatch(region, request.run(), seen.mediaId(), entry);
        if (!request.dryRun())
            wanted.keep(matches.stream().map(match -> match.row(ids)).toList());
        decide(standing, opened, with(opened.facts(), matches, ids));
    }

    private static boolean shows(Content content, String mediaId) {
        return content.parts().stream()
                .anyMatch(part ->
                        part instanceof Part.Media medium && medium.mediaId().equals(mediaId));
    }

    private static boolean knows(MediaFindings told, List<Match> matches) {
        return matches.stream()
                .allMatch(match -> told.known().stream()
                        .anyMatch(known -> known.bank().equals(match.picture().bank())
                                && known.distance() <= match.picture().distance()
                                && (known.stands() || !match.picture().stands())));
    }

    private void decide(StoredDecision standing, Opened.Judgeable opened, Facts facts) {
        var held = judge.overrides().get();
        var judgement = judge.judge(opened, facts, held);
        if (strictness(judgement.verdict()) <= strictness(opened.verdict())) {
            counted.skipped("verdict_stands");
            return;
        }
        String change = opened.verdict().wireName() + ">" + judgement.verdict().wireName();
        if (request.dryRun()) {
            counted.changed(change);
            return;
        }
        var told = new Opened.Judgeable(opened.content(), opened.permissions(), facts, opened.verdict());
        var outcome = cells.writer(region)
                .redecide(contents.redecide(
                        idFor(standing.decisionId()),
                        standing,
                        told,
                        judge.moderator(),
                        judgement,
                        held,
                        clock.instant()));
        count(outcome, standing, change);
    }

    private void count(RedecisionOutcome outcome, StoredDecision standing, String change) {
        switch (outcome) {
            case RedecisionOutcome.Written _ -> counted.changed(change);
            case RedecisionOutcome.Superseded(var other) -> {
                // A retry after an answer that was lost meets its own decision.
                if (other.equals(idFor(standing.decisionId()))) counted.changed(change);
                else counted.skipped("decided_since");
            }
            case RedecisionOutcome.Gone() -> counted.skipped("author_gone");
        }
    }

    private String idFor(String superseded) {
        return DerivedId.ofDecision(region, request.run(), superseded);
    }

    private boolean isOwn(StoredDecision standing) {
        return standing.supersedes()
                .filter(superseded -> standing.decisionId().equals(idFor(superseded)))
                .isPresent();
    }

    private String changeOf(StoredDecision own) {
        var before = own.supersedes().flatMap(cells.reader(region)::decision).orElseThrow();
        return before.report().verdict() + ">" + own.report().verdict();
    }

    /** Known are then one for each bank, by name. */
    private static Facts with(Facts facts, List<Match> matches, LongFunction<String> ids) {
        var before = facts.media();
        var known = new TreeMap<String, KnownPicture>();
        before.known().forEach(picture -> known.merge(picture.bank(), picture, KnownPicture::and));
        matches.forEach(match -> known.merge(match.picture().bank(), match.kept(ids), KnownPicture::and));
        return facts.with(new MediaFindings(before.failed(), List.copyOf(known.values()), before.unseen()));
    }

    /** New hashes lift nothing: what stands was decided by a person, or by rules that saw more than a picture. */
    private static int strictness(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Allow() -> 0;
            case Verdict.Review(boolean holds) -> holds ? 2 : 1;
            case Verdict.Restrict _ -> 3;
        };
    }

    @Override
    public void update(ExecutionContext context) {
        tally.write(context);
    }
}
