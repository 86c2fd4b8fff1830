package io.gatehouse.jobs;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a run failed, in a sentence that may be told to anybody: job records, alerts and logs keep it. An exception of ours says
 * itself what may be told. One of Java's or of a library may quote what it failed on, words of a person perhaps: of it only
 * the kind is told, and the place in our program.
 */
final class Failures {
    private static final String OURS = "io.gatehouse.";

    /** A chain of causes that goes round has an end all the same. */
    private static final int DEEPEST = 32;

    private Failures() {}

    static String sentence(Throwable failure) {
        var chain = chain(failure);
        Throwable told = null;
        for (var each : chain) if (isOurs(each)) told = each;
        var innermost = chain.getLast();
        if (told == null) return kindAndPlace(innermost);
        String message = told.getClass().getSimpleName() + ": " + told.getMessage();
        return isOurs(innermost) ? message : message + " (" + kindAndPlace(innermost) + ")";
    }

    private static List<Throwable> chain(Throwable failure) {
        var chain = new ArrayList<Throwable>();
        for (Throwable each = failure; each != null && chain.size() < DEEPEST; each = each.getCause()) chain.add(each);
        return chain;
    }

    private static boolean isOurs(Throwable failure) {
        return failure.getClass().getName().startsWith(OURS) && failure.getMessage() != null;
    }

    private static String kindAndPlace(Throwable failure) {
        var place = place(failure);
        return failure.getClass().getName() + (place == null ? "" : " at " + place);
    }

    private static @Nullable StackTraceElement place(Throwable failure) {
        for (var frame : failure.getStackTrace()) if (frame.getClassName().startsWith(OURS)) return frame;
        return failure.getStackTrace().length == 0 ? null : failure.getStackTrace()[0];
    }

    /** Of what an earlier version of this program kept: a trace, of which only the kind of the innermost is told. */
    static String ofKept(String description) {
        if (!description.contains("\n\tat ") && !description.contains("\nCaused by: ")) return description;
        String innermost = description
                .lines()
                .filter(line -> line.startsWith("Caused by: "))
                .map(line -> line.substring("Caused by: ".length()))
                .reduce((_, inner) -> inner)
                .orElseGet(() -> description.lines().findFirst().orElse(""));
        int colon = innermost.indexOf(": ");
        return colon < 0 ? innermost : innermost.substring(0, colon);
    }
}
