package io.gatehouse.benchmarks.kill;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What is ended. */
enum Victim {
    SERVICE("service"),
    DATABASE("database"),
    BOTH("service + database");

    private final String words;

    Victim(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    boolean includesService() {
        return this != DATABASE;
    }

    boolean includesDatabase() {
        return this != SERVICE;
    }

    /** Each kind as often as the others, in an order that only the seed knows. */
    static List<Victim> sequence(int count, Random random) {
        var victims = new ArrayList<Victim>();
        for (int i = 0; i < count; i++) victims.add(values()[i % values().length]);
        Collections.shuffle(victims, random);
        return victims;
    }
}
