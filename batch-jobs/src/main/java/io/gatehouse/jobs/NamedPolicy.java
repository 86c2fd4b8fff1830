package io.gatehouse.jobs;

import io.gatehouse.moderation.judge.Moderator;
import java.util.List;
import java.util.Optional;

/** A policy that a run names by a parameter: the same at every restart, or the restart is refused. */
public final class NamedPolicy {
    private final PolicyVersions policies;
    private final String parameter;
    private final String digestSetting;

    /** @param digestSetting under which the digest is kept, so that a restart can tell */
    public NamedPolicy(PolicyVersions policies, String parameter, String digestSetting) {
        this.policies = policies;
        this.parameter = parameter;
        this.digestSetting = digestSetting;
    }

    /** Keeps the policy that is named; none when none is. */
    public void read(Asked asked) {
        asked.text(parameter).ifPresent(name -> {
            switch (policies.load(name)) {
                case PolicyVersions.Version.Ready(Moderator moderator) -> {
                    asked.keep(parameter, name);
                    asked.keep(digestSetting, moderator.policies().digest());
                }
                case PolicyVersions.Version.Rejected(var reasons) ->
                    reasons.forEach(reason -> asked.fault(parameter, reason));
            }
        });
    }

    /** Keeps the policy that is named, or else the digest of the active one. */
    public void readOrActive(Asked asked) {
        if (asked.text(parameter).isPresent()) read(asked);
        else asked.keep(digestSetting, policies.active().policies().digest());
    }

    /** As it was kept; empty when none was, or when it was at fault, which is added. */
    public Optional<Moderator> load(RunRequest request, List<ParameterFault> faults) {
        var digest = request.setting(digestSetting);
        if (digest.isEmpty()) return Optional.empty();
        return request.setting(parameter)
                .map(policies::load)
                .or(() -> Optional.of(new PolicyVersions.Version.Ready(policies.active())))
                .flatMap(version -> switch (version) {
                    case PolicyVersions.Version.Ready(Moderator moderator) -> {
                        if (moderator.policies().digest().equals(digest.get())) yield Optional.of(moderator);
                        // Half a run by one version and half by another would be of neither.
                        faults.add(new ParameterFault(parameter, "is not what the run began with; start a new run"));
                        yield Optional.empty();
                    }
                    case PolicyVersions.Version.Rejected(var reasons) -> {
                        reasons.forEach(reason -> faults.add(new ParameterFault(parameter, reason)));
                        yield Optional.empty();
                    }
                });
    }
}
