package io.gatehouse.service.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Written below. */
@Command(name = "screen", mixinStandardHelpOptions = true)
final class ScreenCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new UnsupportedOperationException("screen is not wired");
    }
}
