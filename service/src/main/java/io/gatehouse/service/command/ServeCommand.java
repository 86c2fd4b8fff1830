package io.gatehouse.service.command;

import io.gatehouse.service.ServiceApplication;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Starts the service on the embedded default. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the service: PostgreSQL and file stores of its own for the regions of"
                    + " policies/residency/regions.yaml.",
            "Prints 'Gatehouse is ready: <url>' when it is warm, and where the first admin key is."
        })
final class ServeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--port", defaultValue = "8080", description = "port to listen on (default: ${DEFAULT-VALUE})")
    private int port;

    @Option(names = "--data", defaultValue = "data", description = "data directory (default: ./data)")
    private Path data;

    @Option(
            names = "--regions",
            split = ",",
            description = "serve only these regions, comma-separated (default: all of regions.yaml)")
    private String @Nullable [] regions;

    @Option(names = "--role", defaultValue = "all", description = "api, jobs or all (default: ${DEFAULT-VALUE})")
    private String role;

    @Option(names = "--policies", description = "directory of policies (default: the project's)")
    private @Nullable Path policies;

    @Option(
            names = "--country",
            description = "the country in which you sit: without it the first key reads no personal data back")
    private @Nullable String country;

    @Option(names = "--config", description = "a Spring configuration file that adds to or overrides the defaults")
    private @Nullable Path config;

    @Override
    public Integer call() {
        if (port < 0 || port > 65_535)
            throw new ParameterException(spec.commandLine(), "--port must be 0 to 65535: " + port);
        if (config != null && !Files.isReadable(config))
            throw new ParameterException(spec.commandLine(), "--config cannot be read: " + config);
        start(properties());
        return GatehouseCommand.KEEPS_RUNNING;
    }

    /** Returns when the service is ready; its threads keep the process alive. */
    static ConfigurableApplicationContext start(Map<String, Object> properties) {
        return new SpringApplicationBuilder(ServiceApplication.class)
                .bannerMode(Banner.Mode.OFF)
                .properties(properties)
                .run();
    }

    private Map<String, Object> properties() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("server.port", port);
        properties.put("gatehouse.data", data.toAbsolutePath().normalize().toString());
        properties.put("gatehouse.policies", ProgramHome.policies(policies).toString());
        properties.put("gatehouse.role", role);
        if (country != null) properties.put("gatehouse.first-key.country", country);
        if (regions != null) properties.put("gatehouse.regions", String.join(",", regions));
        if (config != null)
            properties.put("spring.config.additional-location", config.toUri().toString());
        return properties;
    }
}
