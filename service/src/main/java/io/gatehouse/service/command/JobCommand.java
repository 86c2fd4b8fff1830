package io.gatehouse.service.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Written below. */
@Command(name = "job", mixinStandardHelpOptions = true)
final class JobCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new UnsupportedOperationException("job is not wired");
    }
}
