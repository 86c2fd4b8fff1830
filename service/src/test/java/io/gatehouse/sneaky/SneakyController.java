package io.gatehouse.sneaky;

import io.gatehouse.service.region.ServedRegions;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Supplier;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What nobody may write: it shows a decision and asks no gate. Outside of what the service scans. */
@RestController
final class SneakyController {
    private final ServedRegions regions;

    SneakyController(ServedRegions regions) {
        this.regions = regions;
    }

    @GetMapping("/v1/sneaky/{id}")
    String show(@PathVariable String id, HttpServletRequest request) {
        Supplier<String> later = () -> deep(id);
        return later.get();
    }

    private String deep(String id) {
        return regions.ofId(id, 'd').cell().reader().decision(id).toString();
    }
}
