package io.gatehouse.service.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Written below. */
@Command(name = "policy", mixinStandardHelpOptions = true)
final class PolicyCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new UnsupportedOperationException("policy is not wired");
    }
}
