package io.gatehouse.service.rights;

import io.gatehouse.residency.cell.ContentName;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.account.AccountHeaders;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.json.JsonObjectReader;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Single contents, deleted by whoever submitted them for their author. */
@RestController
final class ContentController {
    private static final int MAX_ID_BYTES = 256;

    private final ContentDesk desk;
    private final Clock clock;

    ContentController(ContentDesk desk, Clock clock) {
        this.desk = desk;
        this.clock = clock;
    }

    /** What was said goes, and media that no other content shows; the decision and its log entry stay. */
    @DeleteMapping("/v1/contents/{id}")
    ResponseEntity<Void> delete(@PathVariable String id, HttpServletRequest request) {
        var faults = new Faults();
        String fault = JsonObjectReader.faultOf(id, MAX_ID_BYTES);
        if (fault != null) faults.add("path:id", fault);
        var author = AccountHeaders.read(request, faults, clock.instant()).accountId();
        faults.refuseAny();
        desk.delete(new ContentName(Caller.of(request).client(), id), author);
        return ResponseEntity.noContent().build();
    }
}
