package io.gatehouse.service.command;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Serves for some seconds and sends itself made messages, so that the launcher can record which classes a service
 * needs (the JVM's ahead-of-time cache). Nothing of it is kept.
 */
@Command(name = "rehearse", hidden = true, description = "Used by the launcher to record what a start needs.")
final class RehearseCommand implements Callable<Integer> {
    /** Every class on the way of a message is loaded by a few hundred. */
    private static final int MESSAGES = 600;

    private static final int AT_ONCE = 16;

    @Option(names = "--data", required = true, description = "scratch directory")
    private Path data = Path.of("");

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("server.port", 0);
        properties.put("gatehouse.data", data.toAbsolutePath().normalize().toString());
        properties.put("gatehouse.policies", ProgramHome.policies(null).toString());
        properties.put("gatehouse.bootstrap-key", KEY);
        properties.put("gatehouse.log-requests", false);
        try (var service = ServeCommand.start(properties)) {
            String port = String.valueOf(service.getEnvironment().getProperty("local.server.port"));
            var url = URI.create("http://localhost:" + port);
            send(url);
            RehearsedPages.look(url, KEY);
        }
        return GatehouseCommand.DONE;
    }

    /** Opens nothing: the service it belongs to is gone before anybody could read it here. */
    private static final String KEY = "gh_rehearsal_" + "0123456789abcdef".repeat(4);

    private static void send(URI url) throws InterruptedException, ExecutionException {
        try (var threads = Executors.newFixedThreadPool(AT_ONCE);
                var client = new ServiceClient(url, KEY)) {
            var sent = IntStream.range(0, MESSAGES)
                    .<Future<?>>mapToObj(i -> threads.submit(() -> {
                        var made = MadeMessage.ALL.get(i % MadeMessage.ALL.size());
                        client.post("/v1/screenings", made.body("rehearsal-" + i, "author-" + i % 500));
                        return null;
                    }))
                    .toList();
            for (Future<?> one : sent) one.get();
        }
    }
}
