package io.gatehouse.service.bank;

import io.gatehouse.jobs.retromatch.KnownHashes;
import io.gatehouse.moderation.decode.Wire;
import io.gatehouse.moderation.hash.HashIndex;
import io.gatehouse.moderation.hash.HashedPicture;
import io.gatehouse.moderation.hash.NearHash;
import io.gatehouse.moderation.hash.PdqHash;
import io.gatehouse.residency.bank.Due;
import io.gatehouse.residency.bank.MatchedRow;
import io.gatehouse.residency.bank.RetroMatches;
import io.gatehouse.residency.cell.MediaHashes.Seen;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.media.SeenMedia;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The hash banks of the regions served here, lent to the job that looks again at what was seen before. */
public final class RetroBanks implements KnownHashes {
    /** Of one run: they are held in an index of their own, 140 bytes each. The next run takes what is left. */
    private static final int MOST_HASHES = 2_000_000;

    private static final int PAGE = 20_000;

    /** Clocks of nodes of one region, at most. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    /** In matches and log entries, where others have the id of a key. */
    private static final String BY = "job:retro-match";

    private final ServedRegions regions;
    private final HashBankDesk desk;
    private final Clock clock;

    RetroBanks(ServedRegions regions, HashBankDesk desk, Clock clock) {
        this.regions = regions;
        this.desk = desk;
        this.clock = clock;
    }

    private ServedRegion region(RegionId id) {
        return regions.orMisdirected(id);
    }

    private RetroMatches banks(RegionId id) {
        return new RetroMatches(region(id).cell());
    }

    @Override
    public Due due(RegionId id) {
        return banks(id).due(clock.instant(), MOST_HASHES);
    }

    @Override
    public boolean isAnythingDue(RegionId id, Due due) {
        var seen = region(id).cell().mediaHashes();
        return !banks(id).isEmpty(due)
                || lastAsked(id, due)
                        .filter(since -> seen.isAnyLate(Wire.DECODE_VERSION, since))
                        .isPresent();
    }

    /** Media that were looked at later are asked about all hashes; empty where all are new. Nodes' clocks differ a little. */
    private Optional<Instant> lastAsked(RegionId id, Due due) {
        return banks(id).lastAsked(due.at()).map(at -> at.minus(CLOCKS_DIFFER));
    }

    @Override
    public long notLookedAt(RegionId id, Instant before) {
        return region(id).cell().mediaHashes().unseen(Wire.DECODE_VERSION, before);
    }

    @Override
    public long mediaSeen(RegionId id) {
        return region(id).cell().mediaHashes().nextNumber();
    }

    @Override
    public List<Seen> seen(RegionId id, long from, long to, int limit) {
        return region(id).cell().mediaHashes().seen(Wire.DECODE_VERSION, from, to, limit);
    }

    @Override
    public List<Long> contentsOf(RegionId id, String mediaId) {
        return region(id).cell().mediaHashes().contentsOf(mediaId);
    }

    @Override
    public NewHashes load(RegionId id, Due due) {
        var banks = banks(id);
        // Banks of innocent hashes are asked through this node's index, which must not be behind the new ones.
        desk.follow(region(id));
        return new Loaded(
                region(id),
                HashIndex.of(RegionHashes.Entries.of(after -> banks.entries(due, after, PAGE)), Runnable::run),
                lastAsked(id, due).orElse(Instant.MAX));
    }

    @Override
    public void done(RegionId id, Due due) {
        banks(id).matched(due);
    }

    private final class Loaded implements NewHashes {
        private final ServedRegion region;
        private final HashIndex index;
        private final Instant lastAsked;

        Loaded(ServedRegion region, HashIndex index, Instant lastAsked) {
            this.region = region;
            this.index = index;
            this.lastAsked = lastAsked;
        }

        @Override
        public long size() {
            return index.size();
        }

        private static List<HashedPicture> compared(List<HashedPicture> pictures) {
            return pictures.subList(0, Math.min(pictures.size(), MediaBanks.MAX_HASHES));
        }

        /** Of what was looked at since the last time nobody has asked about older hashes, unless a screening did. */
        private boolean asksAll(Seen seen) {
            return seen.at().isAfter(lastAsked);
        }

        @Override
        public Nearness areNear(Seen seen) {
            var pictures = SeenMedia.read(seen.hashes()).hashes();
            boolean near = compared(pictures).stream()
                    .anyMatch(it -> asksAll(seen)
                            ? !desk.near(region, it.hash()).found().isEmpty()
                            : !index.find(it.hash(), PdqHash.MATCH_DISTANCE, 1)
                                    .found()
                                    .isEmpty());
            return new Nearness(near, pictures.size() > MediaBanks.MAX_HASHES);
        }

        @Override
        public Said judge(Seen seen, String content) {
            var medium = SeenMedia.read(seen.hashes());
            var pictures = compared(medium.hashes());
            var judged = desk.judgeMedium(region, AskedMedium.of(medium, pictures), content);
            boolean inPart = judged.truncated();
            Set<Long> wanted = new HashSet<>();
            for (var picture : pictures) {
                var near = index.find(picture.hash(), PdqHash.MATCH_DISTANCE, HashIndex.MAX_FOUND);
                near.found().stream().map(NearHash::owner).forEach(wanted::add);
                inPart |= near.truncated();
            }
            var matches = judged.matches().stream()
                    .filter(it -> asksAll(seen) || wanted.contains(it.entry().id()))
                    .sorted(Comparator.comparingInt(it -> it.match().distance()))
                    .map(it -> new Match(it.entry().id(), it.match().distance(), MediaBanks.picture(it)))
                    .toList();
            return new Said(matches, inPart, asksAll(seen));
        }

        @Override
        public void keep(List<MatchedRow> matches) {
            desk.keep(region, matches, BY);
        }
    }
}
