package io.gatehouse.benchmarks.model;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Somebody, as the model remembers them. */
final class Person {
    final String id;
    final List<Operation.Evidence> evidence = new ArrayList<>();
    /** Where their data are at home; null before the account is made and after it is forgotten. */
    @Nullable
    String home;

    @Nullable
    String country;

    @Nullable
    LocalDate since;

    boolean isHeld;
    boolean isLeaving;
    /** By content id, what they said and where it lies. */
    final TreeMap<String, Content> contents = new TreeMap<>();

    Person(String id) {
        this.id = id;
    }

    boolean isKnown() {
        return home != null;
    }

    /** What somebody said. */
    static final class Content {
        final String id;
        String region;
        String screening = "";
        String decision = "";

        Content(String id, String region) {
            this.id = id;
            this.region = region;
        }
    }
}
