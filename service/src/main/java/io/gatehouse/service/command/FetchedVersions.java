package io.gatehouse.service.command;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import tools.jackson.databind.JsonNode;

/** Policies that are named as a directory or as a version that a service stores; what is fetched goes again at the end. */
final class FetchedVersions implements AutoCloseable {
    private final CommandSpec spec;
    private final URI url;
    private @Nullable Path fetched;

    FetchedVersions(CommandSpec spec, URI url) {
        this.spec = spec;
        this.url = url;
    }

    /** @throws ParameterException when it is neither a directory nor a stored version */
    Path directory(String name) throws IOException {
        try {
            Path here = Path.of(name).toAbsolutePath().normalize();
            if (Files.isDirectory(here)) return here;
        } catch (InvalidPathException notAPath) {
            // Then it can still be a version's name.
        }
        try (var client = new ServiceClient(url, System.getenv("GATEHOUSE_API_KEY"))) {
            return fetch(client, name);
        } catch (ServiceClient.RefusedException refused) {
            if (refused.status() == 404 || refused.status() == 409 || refused.status() == 400)
                throw new ParameterException(
                        spec.commandLine(), name + " is no directory, and no one version: " + refused.getMessage());
            throw refused;
        } catch (IllegalStateException withoutKey) {
            throw new ParameterException(
                    spec.commandLine(),
                    "no directory of policies: " + name + "; for a stored version, " + withoutKey.getMessage());
        }
    }

    private Path fetch(ServiceClient client, String name) throws IOException {
        if (fetched == null) fetched = Files.createTempDirectory("gatehouse-versions");
        Path directory = Files.createTempDirectory(fetched, "version");
        String version = "/v1/policies/" + URLEncoder.encode(name, StandardCharsets.UTF_8);
        for (JsonNode file : client.get(version).path("files").values()) {
            String path = file.path("path").asString();
            Path to = directory.resolve(path).normalize();
            if (!to.startsWith(directory)) throw new IOException("the service names a file outside of its version");
            Files.createDirectories(to.resolveSibling("."));
            Files.write(to, client.bytes(version + "/files/" + path));
        }
        return directory;
    }

    @Override
    public void close() throws IOException {
        if (fetched == null) return;
        try (var files = Files.walk(fetched)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
