package io.gatehouse.benchmarks;

import io.gatehouse.benchmarks.backtest.BacktestCommand;
import io.gatehouse.benchmarks.hash.HashesCommand;
import io.gatehouse.benchmarks.home.HomeCommand;
import io.gatehouse.benchmarks.jobs.JobsCommand;
import io.gatehouse.benchmarks.kill.KillCommand;
import io.gatehouse.benchmarks.language.LanguageCommand;
import io.gatehouse.benchmarks.load.LoadCommand;
import io.gatehouse.benchmarks.media.MediaCommand;
import io.gatehouse.benchmarks.media.MediaSpeedCommand;
import io.gatehouse.benchmarks.media.PictureSpeedCommand;
import io.gatehouse.benchmarks.migration.MigrationCommand;
import io.gatehouse.benchmarks.migration.SweepCommand;
import io.gatehouse.benchmarks.model.ModelCommand;
import io.gatehouse.benchmarks.peers.PeersCommand;
import io.gatehouse.benchmarks.report.ReportBenchCommand;
import io.gatehouse.benchmarks.residency.ResidencyCommand;
import io.gatehouse.benchmarks.rules.RulesCommand;
import io.gatehouse.benchmarks.start.StartCommand;
import io.gatehouse.benchmarks.text.JmhCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of all benchmarks: {@code ./gatehouse bench NAME}. */
@Command(
        name = "bench",
        description = "Measures Gatehouse from outside and looks for what it lost.",
        mixinStandardHelpOptions = true,
        subcommands = {
            LoadCommand.class,
            ResidencyCommand.class,
            HomeCommand.class,
            KillCommand.class,
            MediaCommand.class,
            MediaSpeedCommand.class,
            PictureSpeedCommand.class,
            StartCommand.class,
            JmhCommand.class,
            PeersCommand.class,
            RulesCommand.class,
            BacktestCommand.class,
            MigrationCommand.class,
            SweepCommand.class,
            ModelCommand.class,
            HashesCommand.class,
            JobsCommand.class,
            ReportBenchCommand.class,
            LanguageCommand.class
        })
public final class Benchmarks implements Runnable {
    /** As everywhere in Gatehouse: the run could not be done. */
    private static final int COULD_NOT = 3;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "name a benchmark: " + spec.subcommands().keySet());
    }

    public static void main(String... arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Benchmarks()).setExecutionExceptionHandler((failure, _, _) -> {
            failure.printStackTrace(System.err);
            return COULD_NOT;
        });
    }
}
