package io.gatehouse.service.job;

import io.gatehouse.jobs.PolicyVersions;
import io.gatehouse.moderation.classifier.ModelRefusedException;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.judge.Overrides;
import io.gatehouse.service.judging.Norms;
import io.gatehouse.service.judging.NormsRejectedException;
import io.gatehouse.service.judging.RunningPolicies;
import io.gatehouse.service.judging.StoredPolicies;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** Policy versions as directories of the machine that serves, or by the names they are stored under. */
final class PolicyDirectories implements PolicyVersions {
    private static final String NEITHER =
            "must be a directory on the machine of the service, or name one stored version";

    private final RunningPolicies running;
    private final StoredPolicies stored;

    PolicyDirectories(RunningPolicies running, StoredPolicies stored) {
        this.running = running;
        this.stored = stored;
    }

    @Override
    public Moderator active() {
        return running.active().moderator();
    }

    @Override
    public Overrides overrides(String policyDigest) {
        return running.now().overrides(policyDigest);
    }

    @Override
    public Version load(String directory) {
        try {
            Path path = Path.of(directory);
            if (!Files.isDirectory(path))
                return stored.moderator(directory)
                        .<Version>map(Version.Ready::new)
                        .orElseGet(() -> new Version.Rejected(List.of(NEITHER)));
            return new Version.Ready(Norms.read(path, Norms.Law.SHIPPED).moderator());
        } catch (InvalidPathException notAPath) {
            return new Version.Rejected(List.of(NEITHER));
        } catch (NormsRejectedException rejected) {
            return new Version.Rejected(rejected.problems().stream()
                    .sorted()
                    .map(problem -> problem.toString())
                    .toList());
        } catch (ModelRefusedException refused) {
            return new Version.Rejected(List.of(String.valueOf(refused.getMessage())));
        }
    }
}
