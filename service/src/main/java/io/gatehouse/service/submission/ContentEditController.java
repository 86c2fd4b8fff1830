package io.gatehouse.service.submission;

import io.gatehouse.service.access.Caller;
import io.gatehouse.service.account.HomeRegionGate;
import io.gatehouse.service.json.JsonBody;
import io.gatehouse.service.json.StrictJson;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** Edits in. */
@RestController
final class ContentEditController {
    private final Editor editor;
    private final Admission admission;
    private final HomeRegionGate gate;
    private final Clock clock;

    ContentEditController(Editor editor, Admission admission, HomeRegionGate gate, Clock clock) {
        this.editor = editor;
        this.admission = admission;
        this.gate = gate;
        this.clock = clock;
    }

    /** A new revision of a stored content, judged as it is now; the answer is durable. It never creates a content. */
    @PutMapping("/v1/contents/{id}")
    ResponseEntity<byte[]> edit(@PathVariable String id, HttpServletRequest request) throws IOException {
        Instant now = clock.instant();
        var caller = Caller.of(request);
        var headers = ScreeningHeaders.of(request, now);
        String author = headers.account().accountId();
        // Before the body is read: what must not come here is not even received.
        if (author != null) gate.look(author, headers.account().residence());
        var body = StrictJson.parse(JsonBody.read(request, ScreeningController.MAX_BODY_BYTES));
        var edit = headers.agreeWith(EditRequest.read(id, body, now));
        var residence = headers.account().residence();
        var edited = admission.admit(caller, () -> editor.edit(caller, edit, residence, headers.idempotencyKey()));
        return ScreeningController.answer(edited);
    }
}
