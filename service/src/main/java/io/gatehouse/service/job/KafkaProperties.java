package io.gatehouse.service.job;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Kafka, for jobs whose parts are spread over worker processes.
 *
 * @param servers {@code host:port}, several with commas; empty for none: then every job stays in its process
 * @param settings of Kafka's own, for encryption and identity, by their names there
 * @param partsAtOnce how many parts a worker process works on at the same time
 */
@ConfigurationProperties("gatehouse.kafka")
public record KafkaProperties(
        @DefaultValue("") String servers,
        @DefaultValue Map<String, String> settings,
        @DefaultValue("2") int partsAtOnce) {
    /** Beyond, workers wait for one another's database. */
    private static final int MOST_PARTS = 64;

    public KafkaProperties {
        if (partsAtOnce < 1 || partsAtOnce > MOST_PARTS)
            throw new IllegalArgumentException(
                    "gatehouse.kafka.parts-at-once must be 1 to " + MOST_PARTS + ": " + partsAtOnce);
    }
}
