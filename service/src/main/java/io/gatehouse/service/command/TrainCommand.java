package io.gatehouse.service.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Written below. */
@Command(name = "train", mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new UnsupportedOperationException("train is not wired");
    }
}
