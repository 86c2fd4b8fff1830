package io.gatehouse.service.command;

import io.gatehouse.jobs.spread.PartWorker;
import io.gatehouse.service.ServiceApplication;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Works on parts of jobs that a service started with {@code spread=true}. */
@Command(
        name = "worker",
        mixinStandardHelpOptions = true,
        description = {
            "Does parts of jobs for the regions named, beside a running service of the same data directory, until it is"
                    + " stopped; what it held another worker goes on with.",
            "Example: worker --regions eu-west-1 --kafka localhost:9092, and then: job run rescan region=eu-west-1 spread=true"
        })
final class WorkerCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--regions", required = true, split = ",", description = "the regions to work for, comma-separated")
    private String[] regions;

    @Option(names = "--data", defaultValue = "data", description = "data directory of the service (default: ./data)")
    private Path data;

    @Option(names = "--policies", description = "directory of policies (default: the project's)")
    private @Nullable Path policies;

    @Option(names = "--kafka", description = "brokers, host:port,...; gatehouse.kafka.servers of --config by default")
    private @Nullable String kafka;

    @Option(names = "--parts", defaultValue = "2", description = "parts at the same time (default: ${DEFAULT-VALUE})")
    private int parts;

    @Option(names = "--config", description = "a Spring configuration file that adds to or overrides the defaults")
    private @Nullable Path config;

    @Override
    public Integer call() {
        if (config != null && !Files.isReadable(config))
            throw new ParameterException(spec.commandLine(), "--config cannot be read: " + config);
        var context = new SpringApplicationBuilder(ServiceApplication.class)
                .bannerMode(Banner.Mode.OFF)
                .web(WebApplicationType.NONE)
                // Only what parts of jobs need is made.
                .lazyInitialization(true)
                .properties(properties())
                .run();
        var _ = context.getBean(PartWorker.class);
        spec.commandLine().getOut().println("Gatehouse works for: " + String.join(", ", regions));
        spec.commandLine().getOut().flush();
        return GatehouseCommand.KEEPS_RUNNING;
    }

    private Map<String, Object> properties() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("gatehouse.role", "worker");
        properties.put("gatehouse.data", data.toAbsolutePath().normalize().toString());
        properties.put("gatehouse.policies", ProgramHome.policies(policies).toString());
        properties.put("gatehouse.regions", String.join(",", regions));
        properties.put("gatehouse.kafka.parts-at-once", parts);
        if (kafka != null) properties.put("gatehouse.kafka.servers", kafka);
        if (config != null)
            properties.put("spring.config.additional-location", config.toUri().toString());
        return properties;
    }
}
