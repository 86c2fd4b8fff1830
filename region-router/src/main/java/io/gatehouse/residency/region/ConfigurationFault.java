package io.gatehouse.residency.region;

/**
 * One thing that is wrong in a residency file.
 *
 * @param file as the operator named it
 * @param line from 1; 0 when the whole file is meant
 * @param hint what to do about it; may be empty
 */
public record ConfigurationFault(String file, int line, String message, String hint) {
    @Override
    public String toString() {
        return file + ":" + line + ": " + message + (hint.isEmpty() ? "" : " (" + hint + ")");
    }
}
