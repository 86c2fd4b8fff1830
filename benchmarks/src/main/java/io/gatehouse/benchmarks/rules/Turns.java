package io.gatehouse.benchmarks.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Measures contenders in turn, so that what else the machine does meets all of them. */
final class Turns {
    /** Does the same work each time. */
    interface Contender {
        /** @return processor time of what is measured, in nanoseconds */
        long run() throws Exception;
    }

    private record Entry(Contender contender, int messages) {}

    private static final double SECOND_NANOS = 1e9;
    /** Of a measurement: shorter ones are noise. */
    private static final long LEAST_NANOS = 400_000_000L;

    private final Map<String, Entry> contenders = new LinkedHashMap<>();
    private final Map<String, List<Double>> rates = new LinkedHashMap<>();

    /** @param messages that each run takes */
    void add(String name, int messages, Contender contender) {
        contenders.put(name, new Entry(contender, messages));
        rates.put(name, new ArrayList<>());
    }

    /** One unmeasured turn, then so many. */
    void run(int rounds) throws Exception {
        for (int round = 0; round <= rounds; round++) {
            System.err.println(round == 0 ? "warming up" : "round " + round + " of " + rounds);
            for (var entry : contenders.entrySet()) {
                double rate = rate(entry.getValue());
                if (round > 0)
                    rates.getOrDefault(entry.getKey(), new ArrayList<>()).add(rate);
            }
        }
    }

    private static double rate(Entry entry) throws Exception {
        long messages = 0;
        long passed = 0;
        while (passed < LEAST_NANOS) {
            passed += entry.contender.run();
            messages += entry.messages;
        }
        return messages * SECOND_NANOS / passed;
    }

    /** Messages a second. */
    double median(String name) {
        var sorted = rates.getOrDefault(name, List.of()).stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    String told(String name) {
        var sorted = rates.getOrDefault(name, List.of()).stream().sorted().toList();
        return String.format(Locale.ROOT, "%,.0f (%,.0f to %,.0f)", median(name), sorted.getFirst(), sorted.getLast());
    }

    /** How many times faster one is than the other: median of the ratios of each round, least and most. */
    String ratio(String faster, String slower) {
        var one = rates.getOrDefault(faster, List.of());
        var other = rates.getOrDefault(slower, List.of());
        var ratios = new ArrayList<Double>();
        for (int i = 0; i < one.size(); i++) ratios.add(one.get(i) / other.get(i));
        ratios.sort(null);
        return String.format(
                Locale.ROOT, "%.2f (%.2f to %.2f)", ratios.get(ratios.size() / 2), ratios.getFirst(), ratios.getLast());
    }
}
