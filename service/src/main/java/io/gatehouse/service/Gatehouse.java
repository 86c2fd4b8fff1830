package io.gatehouse.service;

import io.gatehouse.service.command.GatehouseCommand;

/** The program's entry: the command line, which starts everything else. */
public final class Gatehouse {
    private Gatehouse() {}

    public static void main(String[] arguments) {
        int exitCode = GatehouseCommand.commandLine().execute(arguments);
        // A serving process lives on in its server's threads; everything else is over here.
        if (exitCode != GatehouseCommand.KEEPS_RUNNING) System.exit(exitCode);
    }
}
