package io.gatehouse.service.start;

import io.gatehouse.service.configuration.NotInWorkers;
import io.gatehouse.service.access.FirstKeyFile;
import java.nio.file.Files;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Says on standard output, which the log does not use, that the service is ready, and where the first key is. */
@Component
@NotInWorkers
final class ReadyLine {
    private final Environment environment;
    private final FirstKeyFile firstKey;

    ReadyLine(Environment environment, FirstKeyFile firstKey) {
        this.environment = environment;
        this.firstKey = firstKey;
    }

    @EventListener(ApplicationReadyEvent.class)
    void say() {
        if (Files.exists(firstKey.path()))
            System.out.println("The first API key, with every role, is in " + firstKey.path());
        System.out.println("Gatehouse is ready: http://localhost:" + environment.getProperty("local.server.port"));
    }
}
