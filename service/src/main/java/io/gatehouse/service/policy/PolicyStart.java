package io.gatehouse.service.policy;

import io.gatehouse.moderation.classifier.ModelRefusedException;
import io.gatehouse.moderation.policy.Problem;
import io.gatehouse.service.configuration.GatehouseProperties;
import io.gatehouse.service.judging.NormsReading;
import io.gatehouse.service.judging.NormsRejectedException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a start makes of the policy directory. The first start takes it over and makes it active. Later ones do so again while
 * the directory rules, and only say that it differs once the store does (see ADR 8).
 */
final class PolicyStart {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyStart.class);

    private final PolicyStore store;
    private final PolicyLibrary library;
    private final PolicyLife life;
    private final NormsReading reading;
    private final DirectoryWatch directory;
    private final GatehouseProperties properties;

    PolicyStart(
            PolicyStore store,
            PolicyLibrary library,
            PolicyLife life,
            NormsReading reading,
            DirectoryWatch directory,
            GatehouseProperties properties) {
        this.store = store;
        this.library = library;
        this.life = life;
        this.reading = reading;
        this.directory = directory;
        this.properties = properties;
    }

    /** Until somebody publishes through the API, whoever may write the directory is whoever decides. */
    static boolean directoryRules(PolicyStore store, GatehouseProperties properties) {
        return switch (properties.policy().source()) {
            case FILES -> true;
            case STORE -> false;
            case AUTO -> !store.isPublished();
        };
    }

    /**
     * @throws NormsRejectedException when nothing is active yet and the directory has faults
     * @throws ModelRefusedException likewise, about its models
     */
    void run() throws IOException {
        Optional<StoredVersion> active = store.in(Stage.ACTIVE).stream().findFirst();
        PolicyLibrary.Compiled compiled;
        try {
            var ready = reading.ready();
            compiled = library.adopt(ready.norms(), ready.moderator());
        } catch (NormsRejectedException | ModelRefusedException refused) {
            if (active.isEmpty()) throw refused;
            LOG.warn(
                    "the policy directory is refused; {} stays active. {}",
                    active.get().digest(),
                    refused.getMessage());
            directory.found(
                    refused instanceof NormsRejectedException rejected
                            ? rejected.problems()
                            : List.of(
                                    new Problem("models/models.yaml", 0, String.valueOf(refused.getMessage()), null)));
            return;
        }
        if (active.isPresent() && active.get().digest().equals(compiled.digest())) return;
        if (active.isEmpty()) {
            life.importActive(compiled, PolicyFiles.read(properties.policies()), "the first start");
        } else if (!directoryRules(store, properties)) {
            LOG.warn(
                    "the policy directory {} holds {}, but {} is active, because policies are published through the API"
                            + " here: 'gatehouse policy publish' takes the directory over.",
                    properties.policies(),
                    compiled.digest(),
                    active.get().digest());
        } else if (!compiled.tests().passed()) {
            LOG.warn(
                    "{} tests of the policy directory fail; {} stays active. The first: {}",
                    compiled.tests().failures().size(),
                    active.get().digest(),
                    compiled.tests().failures().getFirst());
            directory.found(compiled.tests().failures());
        } else {
            life.importActive(compiled, PolicyFiles.read(properties.policies()), "the policy directory changed");
        }
    }
}
