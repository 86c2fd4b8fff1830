package io.gatehouse.service.audit;

import io.gatehouse.residency.log.TilePath;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.ServedRegions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Each region's log, laid out as C2SP tlog-tiles, so that verifiers not written here can read it. */
@RestController
final class LogController {
    private static final MediaType TEXT = new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);

    /** A full tile never changes. */
    private static final CacheControl FOREVER =
            CacheControl.maxAge(Duration.ofDays(365)).cachePrivate().immutable();

    private final ServedRegions regions;

    LogController(ServedRegions regions) {
        this.regions = regions;
    }

    @GetMapping("/v1/regions/{region}/log/checkpoint")
    ResponseEntity<byte[]> checkpoint(@PathVariable String region) {
        byte[] note = found(regions.named(region).cell().log().checkpoint());
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noCache())
                .contentType(TEXT)
                .body(note);
    }

    /** The key that checks the checkpoint. Whoever mistrusts the operator has it from elsewhere. */
    @GetMapping("/v1/regions/{region}/log/key")
    ResponseEntity<byte[]> key(@PathVariable String region) {
        String key = regions.named(region).cell().log().verifierKey() + "\n";
        return ResponseEntity.ok().contentType(TEXT).body(key.getBytes(StandardCharsets.UTF_8));
    }

    /** Tiles of hashes and, under {@code entries}, bundles of entries. */
    @GetMapping("/v1/regions/{region}/log/tile/{*path}")
    ResponseEntity<byte[]> tile(@PathVariable String region, @PathVariable String path) {
        var tile = parse("tile" + path);
        byte[] bytes = found(regions.named(region).cell().log().tile(tile));
        return ResponseEntity.ok()
                .cacheControl(FOREVER)
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .body(bytes);
    }

    private static TilePath parse(String path) {
        try {
            return TilePath.parse(path);
        } catch (IllegalArgumentException _) {
            throw new ProblemException(ProblemType.NOT_FOUND, "This is no path of a tile; see C2SP tlog-tiles.");
        }
    }

    private static byte[] found(Optional<byte[]> bytes) {
        return bytes.orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "The log does not have this yet."));
    }
}
