package io.gatehouse.benchmarks.kill;

import io.gatehouse.benchmarks.client.Answer;
import io.gatehouse.benchmarks.client.HttpLoop;
import io.gatehouse.benchmarks.client.Request;
import io.gatehouse.benchmarks.load.Acknowledged;
import io.gatehouse.benchmarks.load.Ledger;
import io.gatehouse.benchmarks.load.LoadOptions;
import io.gatehouse.benchmarks.load.Messages;
import io.gatehouse.benchmarks.load.Place;
import io.gatehouse.benchmarks.load.RunToken;
import io.gatehouse.benchmarks.load.Screenings;
import io.gatehouse.benchmarks.process.Workbench;
import io.gatehouse.benchmarks.residency.ResidencyCheck;
import io.gatehouse.service.terminal.ProgressBar;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Kill -9 under load: every promise is kept, once. */
@Command(
        name = "kill",
        description = {
            "Starts a service, drives load, and ends service, database or both without warning at random moments.",
            "At the end every acknowledged decision must be there, once, and every answer come back as it was."
        },
        mixinStandardHelpOptions = true)
public final class KillCommand implements Callable<Integer> {
    private static final int TEXTS = 20_000;
    private static final Duration RECALL_LIMIT = Duration.ofMinutes(20);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(10);
    private static final int SHOWN = 40;

    @Mixin
    private LoadOptions options = new LoadOptions();

    @Option(names = "--kills", defaultValue = "20", description = "default ${DEFAULT-VALUE}")
    private int kills;

    @Option(names = "--rate", defaultValue = "1000", description = "messages a second (default ${DEFAULT-VALUE})")
    private double rate;

    private final List<String> faults = new ArrayList<>();

    @Override
    public Integer call() throws SQLException, InterruptedException {
        var messages = options.messages(TEXTS);
        if (messages.isEmpty()) return 0;
        var bench = options.workbench("kill");
        var screenings = screenings(messages.get(), bench);
        var campaign = new KillCampaign(bench, screenings, rate, options.seed());
        try {
            var ledger = campaign.run(screenings, kills, options.connections());
            ledger.write(bench.ledgers());
            System.out.println(campaign.report());
            faults.addAll(campaign.faults());
            recall(ledger, screenings, bench);
            var check = new ResidencyCheck(bench.target(), bench.data(), bench.policies(), List.of(ledger));
            faults.addAll(check.run(List.of(bench.output(), bench.temporary())));
            System.out.println(check.report());
        } finally {
            var service = campaign.service();
            if (service != null && !service.stop()) faults.add("the service did not stop when asked");
            requireNoOrphans(bench);
        }
        faults.stream().limit(SHOWN).forEach(fault -> System.out.println("FAULT: " + fault));
        if (faults.size() > SHOWN) System.out.printf("... and %,d more%n", faults.size() - SHOWN);
        System.out.println(faults.isEmpty() ? "every promise kept" : faults.size() + " faults");
        return faults.isEmpty() ? 0 : 1;
    }

    private Screenings screenings(Messages messages, Workbench bench) {
        return new Screenings(
                messages,
                bench.target(),
                RunToken.random(new SecureRandom()),
                options.authors(),
                TEXTS,
                Place.ALL,
                options.seed());
    }

    private void recall(Ledger ledger, Screenings screenings, Workbench bench) {
        var host = bench.target().host();
        var keys = new ReadingKeys(bench.target());
        ask("the same again", ledger, bench, p -> screenings.request(p.number()).bytes(), KillCommand::differs);
        ask(
                "decisions",
                ledger,
                bench,
                p -> Request.get(0, "/v1/decisions/" + p.decisionId(), host, keys.in(p.lies()))
                        .bytes(),
                KillCommand::isAnother);
        ask(
                "screenings",
                ledger,
                bench,
                p -> Request.get(0, "/v1/screenings/" + p.screeningId(), host, keys.in(p.lies()))
                        .bytes(),
                KillCommand::isAnother);
    }

    private void ask(
            String what,
            Ledger ledger,
            Workbench bench,
            Function<Acknowledged, byte[]> question,
            BiFunction<Acknowledged, Answer, @Nullable String> compare) {
        var promises = ledger.acknowledged();
        try (var bar = ProgressBar.onStandardError(what, "answers");
                var loop = new HttpLoop(bench.target().address(), options.connections(), ANSWER_LIMIT)) {
            var recall = new Recall(promises, question, compare, n -> bar.update(n, (double) n / promises.size()));
            if (!loop.run(recall, RECALL_LIMIT)) faults.add("asking for " + what + " did not end in time");
            recall.faults().forEach(fault -> faults.add("asked for " + what + ": " + fault));
            System.out.printf(
                    "asked for %s: %,d of %,d as promised%n",
                    what, recall.settled() - recall.faults().size(), promises.size());
        }
    }

    private static @Nullable String differs(Acknowledged promise, Answer answer) {
        var other = isAnother(promise, answer);
        if (other != null) return other;
        boolean same = HexFormat.of().formatHex(answer.bodyDigest()).equals(promise.answerSha256());
        return same ? null : "the same decision in other bytes";
    }

    private static @Nullable String isAnother(Acknowledged promise, Answer answer) {
        var id = answer.text("decision_id").orElse("none");
        if (!id.equals(promise.decisionId())) return "is decision " + id;
        return answer.text("home_region").orElse("none").equals(promise.region()) ? null : "has another home region";
    }

    private void requireNoOrphans(Workbench bench) throws InterruptedException {
        long end = System.nanoTime() + ENDS_WITHIN.toNanos();
        while (!bench.processes().isEmpty() && System.nanoTime() < end) Thread.sleep(100);
        for (var orphan : bench.processes()) {
            faults.add("outlived the service: process " + orphan.pid() + " "
                    + orphan.info().command().orElse("?"));
            orphan.destroyForcibly();
        }
    }
}
