package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.service.ServiceApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** A whole service in a process of its own, with little memory, to be killed; started again in the same place it goes on. */
final class VictimService {
    static final int HEAP_MIB = 400;

    private static final Pattern READY = Pattern.compile("Gatehouse is ready: (\\S+)");

    private final Process process;
    private final String url;

    private VictimService(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /** What runs in the process. */
    public static final class Victim {
        private Victim() {}

        public static void main(String[] arguments) {
            new SpringApplicationBuilder(ServiceApplication.class).run(arguments);
        }
    }

    /** @param run names the log of this start */
    static VictimService start(Path home, String run) throws Exception {
        var output = home.resolve(run + ".log");
        var policies = home.resolve("policies");
        if (!Files.exists(policies)) TestPolicies.writeTo(policies);
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx" + HEAP_MIB + "m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "--enable-native-access=ALL-UNNAMED",
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        "--server.port=0",
                        "--gatehouse.data=" + home.resolve("data"),
                        "--gatehouse.policies=" + policies,
                        "--gatehouse.regions=eu-west-1",
                        "--gatehouse.bootstrap-key=" + RunningGatehouse.ADMIN_KEY,
                        "--gatehouse.first-key.country=IE",
                        "--gatehouse.first-key.actor=platform")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        long end = System.nanoTime() + Duration.ofSeconds(120).toNanos();
        while (true) {
            var ready = READY.matcher(Files.readString(output));
            if (ready.find()) return new VictimService(process, ready.group(1));
            assertThat(process.isAlive()).as(Files.readString(output)).isTrue();
            assertThat(System.nanoTime()).as("it starts").isLessThan(end);
            Thread.sleep(50);
        }
    }

    String url() {
        return url;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The most memory that the process had at any time, in KiB; without its database and its decoders. */
    long peakKib() throws IOException {
        List<String> status = Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"));
        return status.stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
    }

    /** With {@code kill -9}: nothing is put in order. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    void stop() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }
}
