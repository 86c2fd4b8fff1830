package io.gatehouse.moderation.training;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Training texts are missing or not as they must be. Names every fault; a retry is useless until they are mended. */
public final class TrainingTextsException extends RuntimeException {
    /** More are only counted: whoever has so many starts with the first. */
    private static final int MOST_TOLD = 50;

    private final transient List<Fault> faults;

    /**
     * What is wrong, without the words of the sentence: they may be hateful.
     *
     * @param line from 1; 0 for the whole file
     */
    public record Fault(Path file, int line, String what) {
        @Override
        public String toString() {
            return file + (line == 0 ? "" : ":" + line) + ": " + what;
        }
    }

    TrainingTextsException(List<Fault> faults) {
        super(faults.stream().limit(MOST_TOLD).map(Fault::toString).collect(Collectors.joining("\n"))
                + (faults.size() > MOST_TOLD ? "\nand " + (faults.size() - MOST_TOLD) + " more faults" : ""));
        this.faults = List.copyOf(faults);
    }

    public List<Fault> faults() {
        return faults;
    }
}
