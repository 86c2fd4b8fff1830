package io.gatehouse.service.media;

import io.gatehouse.residency.cell.Uploads.State;
import io.gatehouse.residency.cell.Uploads.Upload;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.account.AccountHeaders;
import io.gatehouse.service.account.HomeRegionGate;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.ServedRegions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/** Resumable uploads by the tus protocol, version 1.0.0, with creation, expiration, checksum and termination. */
@RestController
final class UploadController {
    private static final String VERSION = "1.0.0";
    private static final String RESUMABLE = "Tus-Resumable";
    private static final String OFFSET = "Upload-Offset";
    private static final String LENGTH = "Upload-Length";
    private static final String MEDIA_ID = "Gatehouse-Media-Id";
    private static final String OVERRIDE = "X-HTTP-Method-Override";
    private static final String BODY_TYPE = "application/offset+octet-stream";

    private final UploadDesk desk;
    private final HomeRegionGate gate;
    private final ServedRegions regions;
    private final Clock clock;

    UploadController(UploadDesk desk, HomeRegionGate gate, ServedRegions regions, Clock clock) {
        this.desk = desk;
        this.gate = gate;
        this.regions = regions;
        this.clock = clock;
    }

    /** In each answer, of faults too, as tus has it. */
    @ModelAttribute
    void sayVersion(HttpServletResponse response) {
        response.setHeader(RESUMABLE, VERSION);
        response.setHeader("Tus-Version", VERSION);
    }

    @RequestMapping(path = "/v1/uploads", method = RequestMethod.OPTIONS)
    ResponseEntity<Void> options() {
        return ResponseEntity.noContent()
                .header("Tus-Max-Size", Long.toString(desk.maxBytes()))
                .header("Tus-Extension", "creation,expiration,checksum,termination")
                .header("Tus-Checksum-Algorithm", "sha256")
                .build();
    }

    /** Begins an upload in its author's home region, which the headers must tell. */
    @PostMapping("/v1/uploads")
    ResponseEntity<Void> create(HttpServletRequest request) {
        requireVersion(request);
        var faults = new Faults();
        var headers = AccountHeaders.read(request, faults, clock.instant());
        String author = headers.accountId();
        if (author == null && faults.isEmpty()) faults.add("header:" + AccountHeaders.AUTHOR, "is missing");
        Long length = number(request, LENGTH, faults);
        if (length != null && length == 0) faults.add("header:" + LENGTH, "must be at least 1");
        var announced = announced(request, length == null ? 0 : length, faults);
        faults.refuseAny();
        if (author == null || announced == null)
            throw new IllegalStateException("a header was refused without a fault");
        if (announced.sizeBytes() > desk.maxBytes())
            throw new ProblemException(
                    ProblemType.BODY_TOO_LARGE, "An upload may have at most " + desk.maxBytes() + " bytes.");
        var known = gate.admit(author, headers.residence());
        var upload = desk.open(known, author, announced, Caller.of(request).client());
        return answer(HttpStatus.CREATED, upload)
                .location(URI.create("/v1/uploads/" + upload.id()))
                .build();
    }

    /** Where it stands. */
    @RequestMapping(path = "/v1/uploads/{id}", method = RequestMethod.HEAD)
    ResponseEntity<Void> head(@PathVariable String id, HttpServletRequest request) {
        requireVersion(request);
        return answer(HttpStatus.OK, find(id, request))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    /** The same in JSON, for whoever does not speak tus. */
    @GetMapping("/v1/uploads/{id}")
    ResponseEntity<Map<String, @Nullable Object>> get(@PathVariable String id, HttpServletRequest request) {
        var upload = find(id, request);
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("upload_id", upload.id());
        json.put("state", upload.state().name().toLowerCase(Locale.ROOT));
        json.put("size_bytes", upload.sizeBytes());
        json.put("received_bytes", upload.receivedBytes());
        json.put("media_id", upload.state() == State.STORED ? upload.mediaId() : null);
        json.put("expires_at", upload.expiresAt().toString());
        return ResponseEntity.ok().header(HttpHeaders.CACHE_CONTROL, "no-store").body(json);
    }

    /**
     * More bytes. With the last ones they become one medium: 204 names it in a header, as tus has no body; whoever accepts JSON gets
     * 201 and the body of {@code POST /v1/media}.
     */
    @PatchMapping("/v1/uploads/{id}")
    ResponseEntity<?> append(@PathVariable String id, HttpServletRequest request) throws IOException {
        requireVersion(request);
        if (!BODY_TYPE.equalsIgnoreCase(request.getContentType()))
            throw new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE, "Send Content-Type: " + BODY_TYPE + ".");
        var faults = new Faults();
        Long offset = number(request, OFFSET, faults);
        byte[] checksum = checksum(request, faults);
        faults.refuseAny();
        if (offset == null) throw new IllegalStateException("a header was refused without a fault");
        var appended = desk.append(id, Caller.of(request).client(), offset, checksum, request.getInputStream());
        if (appended.stored().isEmpty())
            return answer(HttpStatus.NO_CONTENT, appended.upload()).build();
        var stored = appended.stored().get();
        boolean wantsJson =
                String.valueOf(request.getHeader(HttpHeaders.ACCEPT)).contains("application/json");
        var answer = answer(wantsJson ? HttpStatus.CREATED : HttpStatus.NO_CONTENT, appended.upload())
                .header(MEDIA_ID, stored.mediaId());
        return wantsJson ? answer.body(MediaController.describe(stored)) : answer.build();
    }

    /** Where something between lets only POST through, tus has clients say the method in a header. */
    @PostMapping("/v1/uploads/{id}")
    ResponseEntity<?> overridden(@PathVariable String id, HttpServletRequest request) throws IOException {
        String method = request.getHeader(OVERRIDE);
        return switch (String.valueOf(method)) {
            case "PATCH" -> append(id, request);
            case "HEAD" -> head(id, request);
            case "DELETE" -> drop(id, request);
            default -> {
                var faults = new Faults();
                faults.add("header:" + OVERRIDE, "must be PATCH, HEAD or DELETE where the method is POST");
                faults.refuseAny();
                throw new IllegalStateException("a header was refused without a fault");
            }
        };
    }

    /** Drops it and its parts; media that it became stay. */
    @DeleteMapping("/v1/uploads/{id}")
    ResponseEntity<Void> drop(@PathVariable String id, HttpServletRequest request) {
        requireVersion(request);
        var upload = find(id, request);
        desk.drop(regions.ofId(id, 'u'), upload.id());
        return ResponseEntity.noContent().build();
    }

    private Upload find(String id, HttpServletRequest request) {
        return desk.find(id, Caller.of(request).client());
    }

    private static ResponseEntity.BodyBuilder answer(HttpStatus status, Upload upload) {
        return ResponseEntity.status(status)
                .header(OFFSET, Long.toString(upload.receivedBytes()))
                .header(LENGTH, Long.toString(upload.sizeBytes()))
                .header(
                        "Upload-Expires",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                upload.expiresAt().atZone(ZoneOffset.UTC)));
    }

    private static void requireVersion(HttpServletRequest request) {
        if (VERSION.equals(request.getHeader(RESUMABLE))) return;
        throw new ProblemException(
                ProblemType.PROTOCOL_VERSION,
                "Send " + RESUMABLE + ": " + VERSION + ", the version of tus spoken here.");
    }

    private static @Nullable Long number(HttpServletRequest request, String name, Faults faults) {
        String text = request.getHeader(name);
        if (text != null && text.matches("[0-9]{1,18}")) return Long.parseLong(text);
        faults.add("header:" + name, text == null ? "is missing" : "must be a number of bytes");
        return null;
    }

    private static byte @Nullable [] checksum(HttpServletRequest request, Faults faults) {
        String text = request.getHeader("Upload-Checksum");
        if (text == null) return null;
        var digest = text.startsWith("sha256 ") ? decoded(text.substring(7)) : null;
        if (digest == null || digest.length != 32) {
            faults.add("header:Upload-Checksum", "must be sha256 and the digest in base64");
            return null;
        }
        return digest;
    }

    /** {@code Upload-Metadata}: {@code filetype}, and {@code sha256} of the whole, in hexadecimal digits. */
    private static @Nullable UploadRequest announced(HttpServletRequest request, long length, Faults faults) {
        String where = "header:Upload-Metadata";
        var metadata = new HashMap<String, String>();
        String sent = request.getHeader("Upload-Metadata");
        for (String pair : sent == null ? new String[0] : sent.split(",")) {
            String[] parts = pair.strip().split(" ", 2);
            var value = parts.length < 2 ? new byte[0] : decoded(parts[1].strip());
            if (value == null)
                faults.add(where, "has a value that is no base64: " + parts[0].length() + " letters of key");
            else metadata.put(parts[0], new String(value, StandardCharsets.UTF_8));
        }
        String type = String.valueOf(metadata.get("filetype")).toLowerCase(Locale.ROOT);
        if (!MediaController.isMediaType(type))
            faults.add(where, "must hold filetype: image/... or video/... in base64");
        String sha256 = metadata.get("sha256");
        if (sha256 != null && !isDigest(sha256)) faults.add(where, "holds a sha256 that is not 64 hexadecimal digits");
        if (!faults.isEmpty()) return null;
        return new UploadRequest(length, type, sha256 == null ? null : sha256.toLowerCase(Locale.ROOT));
    }

    private static boolean isDigest(String text) {
        try {
            return HexFormat.of().parseHex(text.toLowerCase(Locale.ROOT)).length == 32;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static byte @Nullable [] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
