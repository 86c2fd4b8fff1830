package io.gatehouse.service.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.classifier.Models;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CascadeMetersTest {
    private static final Path POLICIES =
            Path.of(System.getProperty("gatehouse.home", "..")).resolve("policies");

    @Test
    void tellHowManyTextsWentWhere() {
        var models = Models.load(POLICIES).all();
        var registry = new SimpleMeterRegistry();
        var meters = new CascadeMeters(() -> models, registry);
        for (var model : models)
            for (String language : new String[] {"de", "de", "en"}) model.score("see you at lunch tomorrow", language);
        assertThat(count(registry, "all")).isEqualTo(3);
        assertThat(count(registry, "english")).isEqualTo(1);
        assertThat(count(registry, "encoder")).isZero();
        assertThat(count(registry, "failed")).isZero();
        // The registry holds it weakly, the service strongly.
        assertThat(meters).isNotNull();
    }

    private static double count(SimpleMeterRegistry registry, String stage) {
        return registry.get("gatehouse.cascade.texts")
                .tag("stage", stage)
                .functionCounter()
                .count();
    }
}
