package io.gatehouse.jobs.exchange;

import io.gatehouse.jobs.BatchJob;
import io.gatehouse.jobs.KeptCell;
import io.gatehouse.jobs.RealCell;
import io.gatehouse.jobs.ScreeningPace;
import io.gatehouse.jobs.exchange.ExchangeSettings.Kind;
import io.gatehouse.jobs.kill.KillMatrix;
import io.gatehouse.residency.bank.Act;
import io.gatehouse.residency.bank.BankRow;
import io.gatehouse.residency.bank.ExchangeStore;
import io.gatehouse.residency.bank.HashBankStore;
import io.gatehouse.residency.crossing.Passage;
import io.gatehouse.residency.region.RegionId;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicInteger;

/** Each round fetches the whole list of a server, in pages of two, into a bank of its own; one row of it is no hash. */
public final class ExchangeSubject implements KillMatrix.Subject, AutoCloseable {
    private static final int ROWS = 7;

    private final KeptCell cell;
    private final HashBankStore banks;
    private final ExchangeStore store;
    private final StopNciiServer server = new StopNciiServer();
    private final AtomicInteger events = new AtomicInteger();
    private int round;
    private long first;

    public ExchangeSubject(KeptCell cell) {
        this.cell = cell;
        this.banks = new HashBankStore(cell.cell());
        this.store = new ExchangeStore(cell.cell());
        for (int i = 1; i <= ROWS; i++)
            server.put(
                    100 + i,
                    "ImagePDQ",
                    i == 3
                            ? "not a hash"
                            : HexFormat.of()
                                    .formatHex(ByteBuffer.allocate(32)
                                            .putInt(7_000 + i)
                                            .array()),
                    "Active");
    }

    private static String name(int round) {
        return "list" + round + "x";
    }

    @Override
    public BatchJob job() {
        var settings = new ExchangeSettings(
                name(round),
                Kind.STOPNCII,
                RealCell.REGION,
                name(round),
                server.url("/v1"),
                "fetch-key,subscription",
                "4711",
                Set.of(),
                false,
                "");
        return new HashExchangeJob(
                new OneCell(),
                List.of(settings),
                new ExchangeHttp(Duration.ofSeconds(20), _ -> {}),
                ScreeningPace.IDLE,
                new SecureRandom(),
                Clock.systemUTC());
    }

    @Override
    public void prepare(int next) {
        round = next;
        first = cell.reader(RealCell.REGION).nextIndex();
        banks.put(
                new BankRow(name(round), "ts", "other_illegal", 1, "law", "", false, 1, Optional.empty(), 31, 50),
                false,
                new Act(RealCell.REGION + ".e.list" + round, "key", Instant.now()));
    }

    @Override
    public Map<String, String> asked(int round) {
        return Map.of();
    }

    @Override
    public List<String> export(int round) {
        var lines = new ArrayList<String>();
        banks.entries(name(round), 0, 100)
                .forEach(each ->
                        lines.add("hash " + ByteBuffer.wrap(each.entry().hash()).getInt()));
        var state = store.find(name(round)).orElseThrow();
        lines.add("fetched " + state.rowsFetched() + " refused " + state.rowsRefused() + " added " + state.rowsAdded()
                + " removed " + state.rowsRemoved() + " at '" + state.cursor() + "' from " + state.checkpoint());
        lines.addAll(cell.facts("hash-exchange", first));
        return KillMatrix.relative(lines, name(round));
    }

    @Override
    public void close() {
        server.close();
    }

    private final class OneCell implements ExchangeCells {
        @Override
        public SortedSet<RegionId> served() {
            return cell.served();
        }

        @Override
        public ExchangeStore exchanges(RegionId region) {
            return store;
        }

        @Override
        public Optional<String> categoryOf(RegionId region, String bank) {
            return banks.bank(bank).map(BankRow::category);
        }

        @Override
        public String newEventId(RegionId region) {
            return region + ".e.fetched" + events.incrementAndGet();
        }

        @Override
        public Passage pass(ExchangeSettings exchange, int hashes) {
            throw new AssertionError("nothing is said back here");
        }
    }
}
