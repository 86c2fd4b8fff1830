package io.gatehouse.service.classifier;

import io.gatehouse.moderation.external.ExternalModel;
import io.gatehouse.residency.crossing.TransferGate;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.region.Topology;
import io.gatehouse.service.configuration.GatehouseProperties;
import io.gatehouse.service.configuration.StartRefusedException;
import io.gatehouse.service.judging.Norms;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where classifiers that run elsewhere are, as configured. */
@Configuration(proxyBeanMethods = false)
class ClassifierConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(ClassifierConfiguration.class);

    /** A host that is there takes a connection at once. */
    private static final Duration CONNECTS_WITHIN = Duration.ofSeconds(1);

    @Bean(destroyMethod = "close")
    HttpClient classifierClient() {
        return HttpClient.newBuilder()
                .connectTimeout(CONNECTS_WITHIN)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    @Bean(destroyMethod = "close")
    ClassifierDesk classifierDesk(
            GatehouseProperties properties,
            Topology topology,
            TransferGate gate,
            HttpClient classifierClient,
            MeterRegistry meters,
            Clock clock) {
        List<ExternalModel> described = Norms.external(properties.policies());
        var configured = new HashMap<String, RemoteClassifier>();
        properties.classifiers().forEach((name, settings) -> {
            var model = described.stream().filter(it -> it.name().equals(name)).findFirst();
            if (model.isEmpty())
                throw new StartRefusedException("gatehouse.classifiers." + name
                        + " is of no classifier that policies describe: models/external/" + name + ".properties");
            if (!settings.region().isEmpty()
                    && topology.region(new RegionId(settings.region())).isEmpty())
                throw new StartRefusedException(
                        "gatehouse.classifiers." + name + ".region is no region: " + settings.region());
            configured.put(name, new RemoteClassifier(model.get(), settings, classifierClient, meters));
            LOG.info(
                    "the classifier {} is asked in {}",
                    name,
                    settings.region().isEmpty() ? settings.country() : settings.region());
        });
        for (var model : described)
            if (!configured.containsKey(model.name()))
                LOG.warn(
                        "the classifier {} is asked by nobody: set gatehouse.classifiers.{}.url; rules that name it fail",
                        model.name(),
                        model.name());
        return new ClassifierDesk(configured, new TextPassages(gate, topology, clock));
    }
}
