package io.gatehouse.benchmarks.model;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Somebody, as the model remembers them. */
final class Person {
    final String id;
    final List<Operation.Evidence> evidence = new ArrayList<>();
    /** Where their data are at home; null before the account is made. */
    @Nullable
    String home;

    @Nullable
    String country;

    /** Null while nobody told. */
    @Nullable
    Boolean minor;

    boolean isBusiness;
    /** The id of the hold on their data; null for none. */
    @Nullable
    String hold;

    /** The id of the erasure that waits for the hold; null for none. */
    @Nullable
    String erasure;

    /** By content id, what they said and where it lies. */
    final TreeMap<String, Content> contents = new TreeMap<>();
    /** Regions that hold them as a guest: something of theirs was put there, though they are at home elsewhere. */
    final TreeSet<String> guestIn = new TreeSet<>();
    /** Regions where a rule once put something of theirs under another law; that stays there, also when they live there or leave. */
    final TreeSet<String> placedIn = new TreeSet<>();
    /** Those of them where something stays when an outage is over. */
    final TreeSet<String> stayedIn = new TreeSet<>();

    Person(String id) {
        this.id = id;
    }

    boolean isKnown() {
        return home != null;
    }

    boolean isHeld() {
        return hold != null;
    }

    boolean isLeaving() {
        return erasure != null;
    }

    /** What somebody said. */
    static final class Content {
        final String id;
        /** Where it lies. */
        String region;
        /** Where its author was at home when it was put elsewhere; null for what lies at home. */
        @Nullable
        String placedFrom;

        boolean isSheltered;
        int revision = 1;
        /** What the service calls it. */
        volatile String screening = "";

        Content(String id, String region) {
            this.id = id;
            this.region = region;
        }
    }
}
