package io.gatehouse.residency.migration;

import io.gatehouse.residency.database.OtherProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;

/** A process that moves a person, or carries on with it, and is killed at a boundary. Ends with 0 when it was not. */
public final class MigrationVictim {
    private MigrationVictim() {}

    /** @param arguments the cells' home; {@code move} or {@code resume}; the boundary to be killed at */
    public static void main(String[] arguments) {
        var cells = new TwoCells(
                Path.of(arguments[0]),
                OtherProcess.connect("IRISH"),
                OtherProcess.connect("BRITISH"),
                OtherProcess.connect("CONTROL"));
        BiConsumer<Boundary, String> watch = (boundary, _) -> {
            if (boundary.name().equals(arguments[2])) die();
        };
        if (arguments[1].equals("move")) cells.move("anna", "m-1", watch);
        else cells.resume(watch);
        cells.close();
        System.exit(0);
    }

    private static void die() {
        try {
            new ProcessBuilder(
                            "kill", "-9", Long.toString(ProcessHandle.current().pid()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        while (true) LockSupport.park();
    }
}
