package io.gatehouse.service.profiling;

import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The register of profiling techniques, as of now. */
@RestController
final class ProfilingController {
    private final ProfilingRegister register;

    ProfilingController(ProfilingRegister register) {
        this.register = register;
    }

    @GetMapping("/v1/reports/profiling-register")
    Map<String, Object> register() {
        return register.tree();
    }
}
