package io.gatehouse.moderation.decode;

import java.io.FileInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** What a captured decoder would try. Says for each attempt whether it came through, before and after the doors close. */
public final class EscapeAttempt {
    private EscapeAttempt() {}

    /** @param arguments a port that listens on this machine, a secret file, and whether the worker closes its own doors */
    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        var secret = Path.of(arguments[1]);
        attemptAll("before", port, secret);
        if (Boolean.parseBoolean(arguments[2])) {
            var confinement = new Confinement();
            confinement.limit(2L << 30, 100);
            confinement.filterSystemCalls();
        }
        attemptAll("after", port, secret);
        System.out.println("alive");
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    private static void attemptAll(String when, int port, Path secret) {
        say(when, "socket", () -> {
            try (var socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port)) {
                return socket.isConnected();
            }
        });
        say(when, "read", () -> {
            try (var in = new FileInputStream(secret.toFile())) {
                return in.read() >= 0;
            }
        });
        say(when, "write", () -> Files.deleteIfExists(Files.writeString(Path.of(secret + "." + when), "x")));
        say(when, "program", () -> new ProcessBuilder("/bin/true").start().waitFor() == 0);
    }

    private static void say(String when, String what, Callable<Boolean> attempt) {
        boolean through;
        try {
            through = attempt.call();
        } catch (Throwable _) {
            through = false;
        }
        System.out.println(when + " " + what + " " + through);
    }
}
