package io.gatehouse.service.command;

import io.gatehouse.service.start.StartFailure;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root of the command line. */
@Command(
        name = "gatehouse",
        description = "Screens what people share and keeps their data where the law says it must live.",
        mixinStandardHelpOptions = true,
        version = "Gatehouse 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ServeCommand.class,
            ScreenCommand.class,
            PolicyCommand.class,
            TrainCommand.class,
            EvaluateCommand.class,
            ThresholdsCommand.class,
            HashCommand.class,
            BankCommand.class,
            VerifyCommand.class,
            JobCommand.class,
            WorkerCommand.class,
            SearchCommand.class,
            ReportCommand.class,
            DemoCommand.class,
            RehearseCommand.class,
        },
        footer = {"", "Also: './gatehouse test' runs every test. Each command explains itself with --help."})
public final class GatehouseCommand implements Runnable {
    /** Done. */
    public static final int DONE = 0;
    /** Found faults: a failed verification, a rejected policy. */
    public static final int FAULTS = 1;
    /** Wrong use: unknown option, missing argument. */
    public static final int WRONG_USE = 2;
    /** Could not do it: a file that cannot be read, a service that does not answer. */
    public static final int COULD_NOT = 3;
    /** Not an exit code: the process serves until it is stopped. */
    public static final int KEEPS_RUNNING = -1;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command? See the list below.");
    }

    public static CommandLine commandLine() {
        return new CommandLine(new GatehouseCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExitCodeExceptionMapper(failure -> failure instanceof ParameterException ? WRONG_USE : COULD_NOT)
                .setExecutionExceptionHandler(GatehouseCommand::explain);
    }

    /** People see one sentence; {@code GATEHOUSE_DEBUG=1} adds where it happened. */
    private static int explain(Exception failure, CommandLine commandLine, CommandLine.ParseResult parsed) {
        PrintWriter err = commandLine.getErr();
        err.println("gatehouse: " + sentence(StartFailure.of(failure)));
        if (System.getenv("GATEHOUSE_DEBUG") != null) failure.printStackTrace(err);
        err.flush();
        return failure instanceof FaultsFoundException ? FAULTS : COULD_NOT;
    }

    private static String sentence(Throwable failure) {
        return switch (failure) {
            case java.nio.file.NoSuchFileException e -> "no such file: " + e.getFile();
            case java.nio.file.AccessDeniedException e -> "not allowed to open: " + e.getFile();
            default -> failure.getMessage() == null ? failure.toString() : failure.getMessage();
        };
    }
}
