package io.gatehouse.service.command;

import io.gatehouse.moderation.comparison.Coverage;
import io.gatehouse.moderation.comparison.CoverageReport;
import io.gatehouse.service.screen.FileCoverage;
import io.gatehouse.service.terminal.ProgressBar;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which rules earn their place. */
@Command(
        name = "coverage",
        mixinStandardHelpOptions = true,
        description = {
            "Judges files and lists rules that never matched, pairs that always agree, and rules that another shadows;",
            "and which banks and classifiers rules rest on."
        })
final class PolicyCoverageCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--policy", paramLabel = "DIR", description = "directory of policies (default: the project's)")
    private @Nullable Path policy;

    @Mixin
    private JudgedFiles files = new JudgedFiles();

    @Option(
            names = "--min",
            defaultValue = "10",
            description = "matches before agreeing says anything (default: ${DEFAULT-VALUE})")
    private long least;

    @Option(names = "--tree", description = "also prints what every rule rests on")
    private boolean tree;

    @Option(names = "--json", description = "print JSON")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (least < 1) throw new ParameterException(spec.commandLine(), "--min must be 1 or more: " + least);
        if (!files.areGiven() && !tree)
            throw new ParameterException(
                    spec.commandLine(), "which messages? --data FILE; or --tree for what rules rest on, alone");
        Path directory = ProgramHome.policies(policy);
        long sizeBytes = files.sizeBytes(spec);
        var norms = JudgedFiles.norms(spec, directory);
        var side = JudgedFiles.side(norms, directory);
        var coverage = new Coverage();
        if (files.areGiven())
            try (var bar = ProgressBar.onStandardError("judging", "messages")) {
                coverage = new FileCoverage(side, files.workers(spec), Instant.now())
                        .cover(files.names(), files.surface(spec), files.new Shown(spec, bar, sizeBytes));
            }
        var report = CoverageReport.of(norms.policies(), coverage, least, LocalDate.now(ZoneOffset.UTC));
        var out = spec.commandLine().getOut();
        if (json) out.println(CoverageText.json(report));
        else out.print(CoverageText.of(report, tree));
        out.flush();
        return GatehouseCommand.DONE;
    }
}
