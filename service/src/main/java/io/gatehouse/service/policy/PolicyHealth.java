package io.gatehouse.service.policy;

import io.gatehouse.service.judging.Running;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Which versions this node runs ({@code /actuator/info}), and what keeps it from running what it should ({@code
 * /actuator/health}). A node that judges by an older version is up: taking it away would judge nothing at all.
 */
@Component("policy")
final class PolicyHealth implements HealthIndicator, InfoContributor {
    private final PolicyNode node;
    private final DirectoryWatch directory;

    PolicyHealth(PolicyNode node, DirectoryWatch directory) {
        this.node = node;
        this.directory = directory;
    }

    @Override
    public Health health() {
        var health = Health.up()
                .withDetail("active", node.policies().active().versions().policyDigest());
        node.fault().ifPresent(fault -> health.withDetail("fault", fault));
        if (!directory.faults().isEmpty())
            health.withDetail("directory_faults", directory.faults().size())
                    .withDetail(
                            "first_directory_fault",
                            directory.faults().getFirst().toString());
        return health.build();
    }

    @Override
    public void contribute(Info.Builder builder) {
        Running running = node.policies().now();
        Map<String, Object> policy = new LinkedHashMap<>();
        policy.put("version", running.active().versions().policyVersion());
        policy.put("active", running.active().versions().policyDigest());
        running.canary().ifPresent(canary -> {
            policy.put("canary", canary.judging().versions().policyDigest());
            policy.put("canary_percent", canary.percent());
        });
        List<String> shadows = running.shadows().stream()
                .map(shadow -> shadow.versions().policyDigest())
                .toList();
        policy.put("shadows", shadows);
        policy.put("revision", running.revision());
        node.fault().ifPresent(fault -> policy.put("fault", fault));
        builder.withDetail("policy", policy);
    }
}
