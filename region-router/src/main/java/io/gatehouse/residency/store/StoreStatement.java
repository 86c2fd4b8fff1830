package io.gatehouse.residency.store;

import io.gatehouse.residency.region.StoreGuarantee;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one store enforces.
 *
 * @param kind {@code file} or {@code s3}
 * @param claims one for each guarantee there is, in their order
 */
public record StoreStatement(String kind, Map<StoreGuarantee, Claim> claims) {
    public StoreStatement {
        claims = java.util.Collections.unmodifiableMap(new EnumMap<>(claims));
        if (claims.size() != StoreGuarantee.values().length)
            throw new IllegalArgumentException("a statement says something of every guarantee: " + claims.keySet());
    }

    /** @param how by what means, or what stands in its place */
    public record Claim(boolean enforced, String how) {}

    public boolean enforces(StoreGuarantee guarantee) {
        var claim = claims.get(guarantee);
        return claim != null && claim.enforced();
    }

    /** What is wanted and not enforced, each with its reason. */
    List<String> missing(Set<StoreGuarantee> required) {
        return claims.entrySet().stream()
                .filter(entry ->
                        required.contains(entry.getKey()) && !entry.getValue().enforced())
                .map(entry -> entry.getKey().id() + " is required, but not enforced: "
                        + entry.getValue().how())
                .toList();
    }

    /** One line for the start's log. */
    public String summary() {
        return kind + " store; enforces " + names(true) + "; does not enforce " + names(false);
    }

    private String names(boolean enforced) {
        var names = claims.entrySet().stream()
                .filter(entry -> entry.getValue().enforced() == enforced)
                .map(entry -> entry.getKey().id())
                .toList();
        return names.isEmpty() ? "nothing" : String.join(", ", names);
    }
}
