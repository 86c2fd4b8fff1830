package io.gatehouse.service.command;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the program lies: the launcher says so, and without it the current directory counts. */
final class ProgramHome {
    private ProgramHome() {}

    static Path directory() {
        return Path.of(System.getProperty("gatehouse.home", ""))
                .toAbsolutePath()
                .normalize();
    }

    /** The directory of policies: the one asked for, else the project's. */
    static Path policies(@Nullable Path asked) {
        return asked == null
                ? directory().resolve("policies")
                : asked.toAbsolutePath().normalize();
    }
}
