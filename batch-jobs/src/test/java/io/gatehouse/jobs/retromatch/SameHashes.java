package io.gatehouse.jobs.retromatch;

import io.gatehouse.jobs.RealCell;
import io.gatehouse.moderation.fact.KnownPicture;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.residency.bank.Act;
import io.gatehouse.residency.bank.Due;
import io.gatehouse.residency.bank.HashBankStore;
import io.gatehouse.residency.bank.HashChange;
import io.gatehouse.residency.bank.MatchedRow;
import io.gatehouse.residency.bank.RetroMatches;
import io.gatehouse.residency.cell.MediaHashes.Seen;
import io.gatehouse.residency.region.RegionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** Real banks and media; a hash is near when it is the same. */
final class SameHashes implements KnownHashes {
    private final RealCell cell;
    private final HashBankStore banks;
    private final int version;
    private final Supplier<Act> acts;
    private final AtomicInteger kept = new AtomicInteger();
    volatile Runnable beforeDone = () -> {};
    volatile IntConsumer afterKeep = _ -> {};
    volatile Runnable beforeNear = () -> {};
    volatile boolean inPart;

    SameHashes(RealCell cell, HashBankStore banks, int version, Supplier<Act> acts) {
        this.cell = cell;
        this.banks = banks;
        this.version = version;
        this.acts = acts;
    }

    private RetroMatches matches() {
        return new RetroMatches(cell.cell());
    }

    @Override
    public Due due(RegionId region) {
        return matches().due(Instant.now(), 10_000);
    }

    @Override
    public boolean isAnythingDue(RegionId region, Due due) {
        return !matches().isEmpty(due)
                || matches()
                        .lastAsked(due.at())
                        .filter(since -> cell.cell().mediaHashes().isAnyLate(version, since))
                        .isPresent();
    }

    @Override
    public long notLookedAt(RegionId region, Instant before) {
        return cell.cell().mediaHashes().unseen(version, before);
    }

    @Override
    public long mediaSeen(RegionId region) {
        return cell.cell().mediaHashes().nextNumber();
    }

    @Override
    public List<Seen> seen(RegionId region, long from, long to, int limit) {
        return cell.cell().mediaHashes().seen(version, from, to, limit);
    }

    @Override
    public List<Long> contentsOf(RegionId region, String mediaId) {
        return cell.cell().mediaHashes().contentsOf(mediaId);
    }

    @Override
    public NewHashes load(RegionId region, Due due) {
        var entries = matches().entries(due, 0, 10_000);
        var all = banks.everything(0, 10_000);
        var lastAsked = matches().lastAsked(due.at()).orElse(Instant.MAX);
        return new NewHashes() {
            @Override
            public long size() {
                return entries.size();
            }

            private List<HashChange> same(Seen seen) {
                return (seen.at().isAfter(lastAsked) ? all : entries)
                        .stream()
                                .filter(entry -> Arrays.equals(entry.hash(), seen.hashes()))
                                .toList();
            }

            @Override
            public Nearness areNear(Seen seen) {
                beforeNear.run();
                return new Nearness(!same(seen).isEmpty(), inPart);
            }

            @Override
            public Said judge(Seen seen, String content) {
                var matches = same(seen).stream()
                        .map(entry -> new Match(entry.entryId(), 0, new KnownPicture("bank", Category.EXTREMISM, 0)))
                        .toList();
                return new Said(matches, false, seen.at().isAfter(lastAsked));
            }

            @Override
            public void keep(List<MatchedRow> rows) {
                banks.matched(rows, Instant.now(), Duration.ofHours(1), 1_000, acts.get());
                afterKeep.accept(kept.addAndGet(rows.size()));
            }
        };
    }

    @Override
    public void done(RegionId region, Due due) {
        beforeDone.run();
        matches().matched(due);
    }
}
