package io.gatehouse.service.bank;

import io.gatehouse.moderation.hash.HashedPicture;
import io.gatehouse.moderation.hash.NearHash;
import io.gatehouse.moderation.hash.PdqHash;
import io.gatehouse.moderation.hash.VideoMatch;
import io.gatehouse.residency.bank.BankRow;
import io.gatehouse.residency.bank.KnownVideo;
import io.gatehouse.service.region.ServedRegion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Compares frames with the known videos of banks as vPDQ does: how much of each is in the other, copies and poor frames left
 * out. What {@link VideoMatch} does for two videos, for all known ones at once.
 */
final class VideoMatches {
    private final HashBankDesk desk;

    VideoMatches(HashBankDesk desk) {
        this.desk = desk;
    }

    /** How much of a known video is in the one asked about, and the other way round. */
    record Shared(BankRow bank, String video, VideoMatch match) {}

    /** Known videos of which a frame is near one of these, the likest first; those of banks that match nothing now are not. */
    List<Shared> find(ServedRegion region, List<HashedPicture> frames, Instant now) {
        Map<PdqHash, List<NearHash>> near = new HashMap<>();
        for (var frame : frames)
            near.computeIfAbsent(frame.hash(), hash -> desk.near(region, hash).found());
        var entries = near.values().stream()
                .flatMap(Collection::stream)
                .map(NearHash::owner)
                .distinct()
                .toList();
        var shared = new ArrayList<Shared>();
        if (entries.isEmpty()) return shared;
        for (var bank : desk.store(region).banks())
            if (!bank.negative()
                    && bank.enableRatio() > 0
                    && bank.disableUntil().filter(now::isBefore).isEmpty())
                shared.addAll(of(region, bank, frames, near, entries));
        shared.sort((a, b) -> Double.compare(b.match().queryPercent(), a.match().queryPercent()));
        return shared;
    }

    private List<Shared> of(
            ServedRegion region,
            BankRow bank,
            List<HashedPicture> frames,
            Map<PdqHash, List<NearHash>> near,
            List<Long> entries) {
        Set<PdqHash> asked = frames.stream()
                .filter(it -> it.quality() >= bank.quality())
                .map(HashedPicture::hash)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        var byEntry = desk.store(region).videos(entries, bank.quality()).stream()
                .filter(it -> it.bank().equals(bank.name()))
                .collect(Collectors.groupingBy(KnownVideo::entryId));
        var found = new TreeMap<String, Found>();
        for (var hash : asked)
            for (var each : near.getOrDefault(hash, List.of()))
                if (each.distance() <= bank.distance())
                    for (var known : byEntry.getOrDefault(each.owner(), List.of()))
                        found.computeIfAbsent(known.video(), _ -> new Found(known.frames()))
                                .add(hash, each.owner());
        return found.entrySet().stream()
                .map(it -> new Shared(bank, it.getKey(), it.getValue().match(asked.size())))
                .toList();
    }

    /** What two videos share. */
    private static final class Found {
        private final long frames;
        private final Set<PdqHash> asked = new HashSet<>();
        private final Set<Long> known = new HashSet<>();

        Found(long frames) {
            this.frames = frames;
        }

        void add(PdqHash hash, long entry) {
            asked.add(hash);
            known.add(entry);
        }

        VideoMatch match(int all) {
            return new VideoMatch(asked.size() * 100.0 / all, known.size() * 100.0 / frames);
        }
    }
}
