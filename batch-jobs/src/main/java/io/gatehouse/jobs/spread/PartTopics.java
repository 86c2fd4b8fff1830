package io.gatehouse.jobs.spread;

import io.gatehouse.residency.region.RegionId;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The topics on which parts are announced, one a region, and how they are read and written.
 *
 * @param servers {@code host:port}, several with commas
 * @param more settings of Kafka's own, for encryption and identity
 */
public record PartTopics(String servers, Map<String, String> more) {
    /** So many workers of a region hear of parts at once; Kafka gives each partition of a topic to one of them. */
    private static final int PARTITIONS = 16;

    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(10);
    private static final String GROUP = "gatehouse-workers";
    private static final String PREFIX = "gatehouse.parts.";

    public PartTopics {
        if (servers.isBlank()) throw new IllegalArgumentException("no Kafka servers are named");
        more = Map.copyOf(more);
    }

    static String of(RegionId region) {
        return PREFIX + region.value();
    }

    /**
     * Makes the topics that are missing, as the broker makes topics.
     *
     * @throws IllegalStateException when no broker answers; a retry is safe
     */
    void create(Collection<RegionId> regions) {
        var missing = regions.stream()
                .map(region -> new NewTopic(of(region), Optional.of(PARTITIONS), Optional.empty()))
                .toList();
        try (var admin = Admin.create(settings())) {
            for (var each : admin.createTopics(missing).values().entrySet()) {
                try {
                    each.getValue().get(ANSWERS_WITHIN.toSeconds(), TimeUnit.SECONDS);
                } catch (ExecutionException refused) {
                    if (!(refused.getCause() instanceof TopicExistsException))
                        throw new IllegalStateException(
                                "the topic " + each.getKey() + " cannot be made: "
                                        + refused.getCause().getMessage(),
                                refused);
                } catch (TimeoutException away) {
                    throw new IllegalStateException("no Kafka broker answers at " + servers, away);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while topics were made", interrupted);
        }
    }

    KafkaProducer<String, String> producer() {
        var settings = settings();
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (int) ANSWERS_WITHIN.toMillis());
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ANSWERS_WITHIN.toMillis());
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 2 * (int) ANSWERS_WITHIN.toMillis());
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    KafkaConsumer<String, String> consumer() {
        var settings = settings();
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // What a worker cannot begin now is for another.
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        return new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
    }

    private Map<String, Object> settings() {
        var settings = new HashMap<String, Object>(more);
        settings.put("bootstrap.servers", servers);
        return settings;
    }
}
