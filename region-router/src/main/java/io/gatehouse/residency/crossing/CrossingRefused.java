package io.gatehouse.residency.crossing;

import java.util.List;
import java.util.stream.Collectors;

/** The gate stays closed. The refusal is in the log of the data's home; asking again with the same does not help. */
public final class CrossingRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // Never sent anywhere serialised.
    private final Answer answer;

    CrossingRefused(Answer answer) {
        super("the transfer " + answer.transferId() + " is refused: "
                + reasons(answer).stream().map(Reason::sentence).collect(Collectors.joining(" ")));
        this.answer = answer;
    }

    private static List<Reason> reasons(Answer answer) {
        return answer.ruling() instanceof Ruling.Refused(var reasons) ? reasons : List.of();
    }

    public Answer answer() {
        return answer;
    }

    public List<Reason> reasons() {
        return reasons(answer);
    }
}
