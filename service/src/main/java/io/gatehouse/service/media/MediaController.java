package io.gatehouse.service.media;

import io.gatehouse.service.account.AccountHeaders;
import io.gatehouse.service.account.HomeRegionGate;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.ServedRegions;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Pictures and videos in, as the raw body. */
@RestController
final class MediaController {
    private static final Pattern MEDIA_TYPE = Pattern.compile("(image|video)/[a-z0-9.+-]{1,60}");

    private final MediaDesk desk;
    private final HomeRegionGate gate;
    private final MediaWatch watch;
    private final ServedRegions regions;
    private final Clock clock;

    MediaController(MediaDesk desk, HomeRegionGate gate, MediaWatch watch, ServedRegions regions, Clock clock) {
        this.watch = watch;
        this.regions = regions;
        this.desk = desk;
        this.gate = gate;
        this.clock = clock;
    }

    /**
     * Stores one picture or video in its author's home region (sheltered while that is down), which the headers must tell before a
     * byte is read.
     */
    @PostMapping("/v1/media")
    ResponseEntity<Map<String, Object>> store(HttpServletRequest request) throws IOException {
        var faults = new Faults();
        var headers = AccountHeaders.read(request, faults, clock.instant());
        String author = headers.accountId();
        if (author == null && faults.isEmpty()) faults.add("header:" + AccountHeaders.AUTHOR, "is missing");
        faults.refuseAny();
        String type = mediaType(request);
        if (request.getContentLengthLong() > desk.maxBytes())
            throw new ProblemException(
                    ProblemType.BODY_TOO_LARGE, "Media may have at most " + desk.maxBytes() + " bytes.");
        if (author == null) throw new IllegalStateException("a header was refused without a fault");
        var known = gate.admit(author, headers.residence());
        var stored = desk.store(known, type, request.getInputStream());
        return ResponseEntity.status(HttpStatus.CREATED).body(describe(stored));
    }

    static Map<String, Object> describe(MediaDesk.StoredMedia stored) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("media_id", stored.mediaId());
        answer.put("sha256", HexFormat.of().formatHex(stored.sha256()));
        answer.put("size_bytes", stored.sizeBytes());
        answer.put("home_region", stored.home().value());
        var told = stored.told();
        if (told != null) {
            var placement = new LinkedHashMap<String, Object>();
            placement.put("region", told.region());
            placement.put("reason", told.reason());
            placement.put("transfer_id", told.transferId());
            placement.put("explanation", told.explanation());
            answer.put("placement", placement);
        }
        return answer;
    }

    static boolean isMediaType(String type) {
        return MEDIA_TYPE.matcher(type).matches();
    }

    /** Media that somebody reported, or that are live, are looked at before others. */
    @PostMapping("/v1/media/{id}:hurry")
    ResponseEntity<Map<String, Object>> hurry(@PathVariable String id) {
        var region = regions.ofId(id, 'm');
        boolean waits = watch.hurry(region, List.of(id), MediaQueue.Urgency.LIVE) > 0;
        var answer = new LinkedHashMap<String, Object>();
        answer.put("media_id", id);
        answer.put("waits", waits);
        return ResponseEntity.accepted().body(answer);
    }

    private static String mediaType(HttpServletRequest request) {
        String sent = request.getContentType();
        String type = sent == null ? "" : sent.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (isMediaType(type)) return type;
        throw new ProblemException(
                ProblemType.UNSUPPORTED_MEDIA_TYPE, "Send the media's own type, image/... or video/...");
    }
}
