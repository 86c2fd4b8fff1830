package io.gatehouse.moderation.report.lint;

import java.util.function.Consumer;

/**
 * One way to spoil a right report.
 *
 * @param sheet where the fault is to be found; 0 for the report as a whole
 */
record Fault(String name, Rule expected, int sheet, Consumer<Draft> spoil) {
    @Override
    public String toString() {
        return expected.id() + ": " + name;
    }
}
