package io.gatehouse.service.console;

import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Style sheets and scripts, four of them, from this program and nowhere else. */
@RestController
final class ConsoleFiles {
    private static final String JARS = "META-INF/resources/webjars/";
    private static final MediaType SCRIPT = MediaType.parseMediaType("text/javascript;charset=UTF-8");
    private static final MediaType STYLE = MediaType.parseMediaType("text/css;charset=UTF-8");
    private static final Map<String, byte[]> FILES = read();
    private static final String VERSION = digest();

    /** Part of each file's address, so that browsers may keep a file as long as they like. */
    static String version() {
        return VERSION;
    }

    @GetMapping("/console/files/{version}/{name}")
    ResponseEntity<byte[]> file(@PathVariable String version, @PathVariable String name) {
        byte[] bytes = FILES.get(name);
        if (bytes == null || !version.equals(VERSION))
            throw new ProblemException(ProblemType.NOT_FOUND, "There is no such file; reload the page.");
        return ResponseEntity.ok()
                .contentType(name.endsWith(".js") ? SCRIPT : STYLE)
                .cacheControl(
                        CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable())
                .body(bytes);
    }

    private static Map<String, byte[]> read() {
        var files = new TreeMap<String, byte[]>();
        files.put("htmx.js", fromJar("htmx.org/*/dist/htmx.min.js"));
        files.put("pico.css", fromJar("picocss__pico/*/css/pico.min.css"));
        files.put("console.js", bytes("console/console.js"));
        files.put("console.css", bytes("console/console.css"));
        return files;
    }

    /** Whichever version the build pinned. */
    private static byte[] fromJar(String pattern) {
        try {
            var found = new PathMatchingResourcePatternResolver(ConsoleFiles.class.getClassLoader())
                    .getResources("classpath*:" + JARS + pattern);
            if (found.length != 1) throw new IllegalStateException("not one, but " + found.length + " of " + pattern);
            return found[0].getContentAsByteArray();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("a file of the console cannot be read: " + pattern, unreadable);
        }
    }

    private static byte[] bytes(String path) {
        try {
            return new ClassPathResource(path).getContentAsByteArray();
        } catch (IOException missing) {
            throw new UncheckedIOException("a file of the console is not in the jar: " + path, missing);
        }
    }

    private static String digest() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            FILES.values().forEach(digest::update);
            return HexFormat.of().formatHex(digest.digest()).substring(0, 12);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
