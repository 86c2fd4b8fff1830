package io.gatehouse.service.rights;

import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The record of processing activities, as configured now. */
@RestController
final class ProcessingController {
    private final ProcessingRecord record;

    ProcessingController(ProcessingRecord record) {
        this.record = record;
    }

    @GetMapping("/v1/reports/processing-record")
    Map<String, Object> record() {
        return record.tree();
    }
}
