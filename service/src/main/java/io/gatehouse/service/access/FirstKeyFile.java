package io.gatehouse.service.access;

import io.gatehouse.service.configuration.GatehouseProperties;
import java.nio.file.Path;

/** Where the first key is written, readable by its owner only, when none was given. */
public record FirstKeyFile(Path path) {
    static FirstKeyFile of(GatehouseProperties properties) {
        return new FirstKeyFile(properties.data().resolve("first-key"));
    }
}
