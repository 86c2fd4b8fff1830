package io.gatehouse.moderation.policy;

import java.util.List;

/**
 * What one file of {@code content/} says and what is wrong with it, for itself: names of other files are not looked at. Not
 * changed once it is read, so many loads may share it.
 */
record FilePart(Draft draft, List<Problem> faults, List<Problem> warnings) {
    static FilePart read(byte[] bytes, String name, Known known) {
        var faults = new Faults();
        var draft = new Draft(faults);
        YamlFile.parse(bytes, name, faults).ifPresent(file -> new PolicyFileReader(file, draft, known).read());
        return new FilePart(draft, faults.sorted(), faults.warnings());
    }
}
