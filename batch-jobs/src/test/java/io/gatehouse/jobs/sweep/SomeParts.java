package io.gatehouse.jobs.sweep;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

/** Of what a sweep goes through in a cell the first, one amid others and the last of each kind: the others differ in nothing. */
public final class SomeParts {
    /** A letter with which keys begin that lie in the last part of the objects. */
    public static final String LAST_LETTER = "z";

    private SomeParts() {}

    /** Their numbers. */
    public static Set<Long> numbers() {
        var numbers = new HashSet<Long>();
        for (var group : SweptPart.GROUPS) {
            long[] all = IntStream.range(0, SweptPart.ALL.size())
                    .filter(i -> SweptPart.ALL.get(i).group().equals(group))
                    .asLongStream()
                    .toArray();
            numbers.add(all[0]);
            numbers.add(all[all.length / 2]);
            numbers.add(all[all.length - 1]);
        }
        return numbers;
    }
}
