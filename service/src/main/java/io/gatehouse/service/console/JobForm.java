package io.gatehouse.service.console;

import io.gatehouse.jobs.BatchJob;
import io.gatehouse.jobs.JobParameterHelp;
import io.gatehouse.jobs.ParameterFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A job's parameters as a form, made from the help of the job itself.
 *
 * @param first what a run is about
 * @param more pace and limits, which are right as they are for most runs
 * @param general faults of no field
 */
record JobForm(List<Field> first, List<Field> more, List<String> general) {
    static final String DRY_RUN = "dry_run";
    private static final String REGION = "region";
    private static final String PREFIX = "p.";
    private static final Set<String> PACE = Set.of("throttle", "yield_above_ms", "partitions", "skip_limit", "spread");

    /**
     * @param value as typed; empty for the default
     * @param choices of a list; empty for a field to type into
     * @param isTick a box, whose value is {@code true} or {@code false}
     * @param faults what is wrong with the value
     */
    record Field(
            String name,
            String description,
            String byDefault,
            String value,
            List<String> choices,
            boolean isTick,
            List<String> faults) {
        public boolean isRequired() {
            return byDefault.startsWith("must be given");
        }

        public boolean isTicked() {
            return value.equals("true");
        }

        /** The words of the command line say {@code true}; here it is a box. */
        public String help() {
            return isTick && description.startsWith("true ")
                    ? "Ticked, it " + description.substring("true ".length())
                    : description;
        }

        public String label() {
            String words = name.replace('_', ' ');
            return Character.toUpperCase(words.charAt(0)) + words.substring(1);
        }
    }

    boolean isFaulty() {
        return !general.isEmpty()
                || java.util.stream.Stream.concat(first.stream(), more.stream())
                        .anyMatch(field -> !field.faults().isEmpty());
    }

    public boolean isMoreFaulty() {
        return more.stream().anyMatch(field -> !field.faults().isEmpty());
    }

    /** For a new run: what changes something is rehearsed first. */
    static JobForm empty(BatchJob job, List<String> regions) {
        return of(job, regions, Map.of(DRY_RUN, "true"), List.of());
    }

    static JobForm of(BatchJob job, List<String> regions, Map<String, String> asked, List<ParameterFault> faults) {
        var first = new ArrayList<Field>();
        var more = new ArrayList<Field>();
        var left = new ArrayList<>(faults);
        for (var help : job.parameters()) {
            var own = faults.stream()
                    .filter(fault -> fault.parameter().equals(help.name()))
                    .toList();
            left.removeAll(own);
            boolean isTick = isTick(help);
            var field = new Field(
                    help.name(),
                    help.description(),
                    help.byDefault(),
                    asked.getOrDefault(help.name(), isTick ? help.byDefault() : ""),
                    help.name().equals(REGION) ? regions : List.of(),
                    isTick,
                    own.stream().map(ParameterFault::message).toList());
            (PACE.contains(help.name()) ? more : first).add(field);
        }
        return new JobForm(
                first,
                more,
                left.stream()
                        .map(fault -> (fault.parameter() + " " + fault.message()).strip())
                        .toList());
    }

    /** What a form sent, in the terms of the job: a box that is not ticked says false, an empty field says nothing. */
    static Map<String, String> read(BatchJob job, Map<String, String> form) {
        var asked = new TreeMap<String, String>();
        form.forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !value.isBlank()) asked.put(name.substring(PREFIX.length()), value.strip());
        });
        for (var help : job.parameters()) if (isTick(help)) asked.putIfAbsent(help.name(), "false");
        return asked;
    }

    /** Whether the job writes something unless it is told not to. */
    static boolean changes(BatchJob job) {
        return job.parameters().stream().anyMatch(help -> help.name().equals(DRY_RUN));
    }

    private static boolean isTick(JobParameterHelp help) {
        return help.byDefault().equals("true") || help.byDefault().equals("false");
    }
}
