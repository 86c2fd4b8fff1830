package io.gatehouse.service.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Written below. */
@Command(name = "verify", mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new UnsupportedOperationException("verify is not wired");
    }
}
