package io.gatehouse.service.openapi;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Serves the hand-written OpenAPI document. A test holds it against the routes and the answers. */
@RestController
final class OpenApiController {
    private final byte[] document;

    OpenApiController() {
        try {
            this.document = new ClassPathResource("openapi.json").getContentAsByteArray();
        } catch (IOException missing) {
            throw new UncheckedIOException("openapi.json is not in the jar", missing);
        }
    }

    @GetMapping("/openapi.json")
    ResponseEntity<byte[]> document() {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(document);
    }
}
