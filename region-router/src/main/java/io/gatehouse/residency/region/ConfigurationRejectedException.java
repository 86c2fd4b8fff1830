package io.gatehouse.residency.region;

import java.util.List;
import java.util.stream.Collectors;

/** The residency files cannot be used. Carries every fault, in order of file and line; a retry cannot help. */
public final class ConfigurationRejectedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // The list is List.copyOf of records that are never sent anywhere serialised.
    private final List<ConfigurationFault> faults;

    public ConfigurationRejectedException(List<ConfigurationFault> faults) {
        super(faults.stream().map(ConfigurationFault::toString).collect(Collectors.joining("\n")));
        this.faults = List.copyOf(faults);
    }

    public List<ConfigurationFault> faults() {
        return faults;
    }
}
