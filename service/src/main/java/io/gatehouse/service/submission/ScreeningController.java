package io.gatehouse.service.submission;

import io.gatehouse.service.access.Caller;
import io.gatehouse.service.account.HomeRegionGate;
import io.gatehouse.service.json.JsonBody;
import io.gatehouse.service.json.StrictJson;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Screenings in. */
@RestController
final class ScreeningController {
    /** Thirty-two parts of the longest text would be two; nothing seen comes near one. */
    static final int MAX_BODY_BYTES = 1024 * 1024;

    /** A thousand long messages. */
    static final int MAX_BATCH_BYTES = 16 * 1024 * 1024;

    /** Until the location is asked for the first time, where it says how long the media take. */
    private static final String FIRST_LOOK_SECONDS = "1";

    private final Screener screener;
    private final BatchScreener batches;
    private final Admission admission;
    private final HomeRegionGate gate;
    private final Clock clock;

    ScreeningController(
            Screener screener, BatchScreener batches, Admission admission, HomeRegionGate gate, Clock clock) {
        this.screener = screener;
        this.batches = batches;
        this.admission = admission;
        this.gate = gate;
        this.clock = clock;
    }

    /** Screens one content; the answer is durable. */
    @PostMapping("/v1/screenings")
    ResponseEntity<byte[]> screen(HttpServletRequest request) throws IOException {
        Instant now = clock.instant();
        var caller = Caller.of(request);
        var headers = ScreeningHeaders.of(request, now);
        String author = headers.account().accountId();
        // Before the body is read: what must not come here is not even received.
        if (author != null) gate.look(author, headers.account().residence());
        var body = StrictJson.parse(JsonBody.read(request, MAX_BODY_BYTES));
        var screening = headers.agreeWith(ScreeningReader.single(body, now));
        var screened = admission.admit(caller, () -> screener.screen(caller, screening, headers.idempotencyKey()));
        return answer(screened);
    }

    /** 202 while media are still to be looked at: durable, and provisional. */
    static ResponseEntity<byte[]> answer(Screened screened) {
        if (!screened.isPending()) return json(screened.answer());
        return ResponseEntity.accepted()
                .location(URI.create(screened.location()))
                .header(HttpHeaders.RETRY_AFTER, FIRST_LOOK_SECONDS)
                .contentType(MediaType.APPLICATION_JSON)
                .body(screened.answer());
    }

    /** Screens up to a thousand contents; each ends for itself. */
    @PostMapping("/v1/screenings:batch")
    ResponseEntity<byte[]> screenBatch(HttpServletRequest request) throws IOException {
        var body = StrictJson.parse(JsonBody.read(request, MAX_BATCH_BYTES));
        return json(batches.screen(Caller.of(request), body));
    }

    private static ResponseEntity<byte[]> json(byte[] body) {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(body);
    }
}
