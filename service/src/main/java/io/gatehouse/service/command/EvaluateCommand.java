package io.gatehouse.service.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Written below. */
@Command(name = "evaluate", mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new UnsupportedOperationException("evaluate is not wired");
    }
}
