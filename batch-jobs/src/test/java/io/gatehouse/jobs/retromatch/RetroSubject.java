package io.gatehouse.jobs.retromatch;

import io.gatehouse.jobs.BatchJob;
import io.gatehouse.jobs.KeptCell;
import io.gatehouse.jobs.RealCell;
import io.gatehouse.jobs.RegionJob;
import io.gatehouse.jobs.ScreeningPace;
import io.gatehouse.jobs.SmallSteps;
import io.gatehouse.jobs.kill.KillMatrix;
import io.gatehouse.jobs.rescan.PlainContents;
import io.gatehouse.jobs.rescan.TestPolicies;
import io.gatehouse.moderation.verdict.Verdict;
import io.gatehouse.residency.bank.Act;
import io.gatehouse.residency.bank.BankRow;
import io.gatehouse.residency.bank.HashBankStore;
import io.gatehouse.residency.bank.NewEntry;
import io.gatehouse.residency.cell.CellWrite;
import io.gatehouse.residency.cell.MediaWrite;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Media of a round show hashes of the round; every other one has become known. */
public final class RetroSubject implements KillMatrix.Subject {
    private static final String REGION = RealCell.REGION.value();
    private static final String BANK = "kill-bank";
    private static final int VERSION = 1;
    private static final int MEDIA = 10;
    /** Of a chunk: there are three. */
    private static final int TOGETHER = 4;
    /** What other subjects number is below. */
    private static final int FIRST_NUMBER = 1_000_000_000;

    private final KeptCell cell;
    private final TestPolicies policies;
    private final HashBankStore banks;
    private final AtomicInteger events = new AtomicInteger();
    private long first;

    public RetroSubject(KeptCell cell, TestPolicies policies) {
        this.cell = cell;
        this.policies = policies;
        this.banks = new HashBankStore(cell.cell());
        banks.put(new BankRow(BANK, "ts", "extremism", 1, "law", "", false, 1, Optional.empty(), 31, 50), false, act());
    }

    private Act act() {
        return new Act(REGION + ".e.kill" + events.incrementAndGet(), "key", Instant.now());
    }

    @Override
    public BatchJob job() {
        var task = new RetroMatch(
                cell, new SameHashes(cell, banks, VERSION, this::act), policies, new SeenContents(), Clock.systemUTC());
        return new RegionJob(
                new SmallSteps(task, TOGETHER), cell, ScreeningPace.IDLE, new SecureRandom(), Clock.systemUTC());
    }

    private static byte[] hash(int round, int i) {
        return ByteBuffer.allocate(32).putInt(round + 1).putInt(i).array();
    }

    private static String medium(int round, int i) {
        return REGION + ".m.retro-" + round + "-" + i;
    }

    @Override
    public void prepare(int round) throws Exception {
        // So that each round goes through as many as the first, and counts as many that nobody looked at.
        for (var table : List.of("media_hash", "content_media", "media")) cell.sql("DELETE FROM " + table);
        first = cell.reader(RealCell.REGION).nextIndex();
        cell.fill(1, _ -> write(round, -1, List.of()));
        for (int i = 0; i < MEDIA; i++) {
            cell.writer(RealCell.REGION)
                    .store(new MediaWrite(
                            medium(round, i),
                            write(round, 0, List.of()).author(),
                            "media/retro-" + round + "-" + i,
                            hash(round, i),
                            1,
                            "{}".getBytes(StandardCharsets.UTF_8),
                            Instant.now()));
            cell.cell().mediaHashes().store(medium(round, i), VERSION, hash(round, i), Instant.now());
        }
        cell.fill(MEDIA, i -> write(round, i, List.of(medium(round, i))));
        var known = new ArrayList<NewEntry>();
        for (int i = 0; i < MEDIA; i += 2) known.add(new NewEntry(hash(round, i), 100, "list", "", Optional.empty()));
        banks.add(BANK, known, act());
    }

    private CellWrite write(int round, int i, List<String> media) {
        var allow = new Verdict.Allow();
        var plain = RealCell.write(
                FIRST_NUMBER + round * 1_000 + i + 1,
                0,
                PlainContents.payload(SeenContents.words(media), allow),
                PlainContents.report(allow, policies.active()));
        return new CellWrite(
                plain.author(),
                plain.name(),
                null,
                plain.screeningId(),
                plain.decisionId(),
                plain.payload(),
                plain.report(),
                plain.evidence(),
                List.of(),
                media);
    }

    @Override
    public Map<String, String> asked(int round) {
        return Map.of("region", REGION, "partitions", "1");
    }

    @Override
    public List<String> export(int round) {
        var lines =
                new ArrayList<>(cell.texts("SELECT d.verdict || ' ' || count(*) FROM decision d WHERE d.log_index >= "
                        + first + " GROUP BY d.verdict ORDER BY 1"));
        lines.addAll(cell.texts("SELECT 'standing ' || d.verdict || ' ' || count(*) FROM content c JOIN decision d"
                + " ON d.log_index = c.standing_index WHERE c.content_index >= " + first
                + " GROUP BY d.verdict ORDER BY 1"));
        lines.addAll(cell.texts("SELECT 'matches ' || count(*) FROM hash_match m JOIN hash_entry e USING (entry_id)"
                + " WHERE substring(e.hash from 1 for 4) = int4send(" + (round + 1) + ")"));
        lines.addAll(cell.facts("retro-match", first));
        return lines;
    }
}
