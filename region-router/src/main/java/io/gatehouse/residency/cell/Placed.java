package io.gatehouse.residency.cell;

import java.util.regex.Pattern;

/**
 * Why content lies in a cell that is not its author's home.
 *
 * @param reason the rule that put it there, for example {@code strictest_participant} or {@code failover}
 * @param transferId under which the crossing stands in a log
 */
public record Placed(String reason, String transferId) {
    private static final Pattern REASON = Pattern.compile("[a-z][a-z_]{1,63}");

    public Placed {
        if (!REASON.matcher(reason).matches()) throw new IllegalArgumentException("not a reason: '" + reason + "'");
        if (transferId.isEmpty()) throw new IllegalArgumentException("a placement names its transfer");
    }
}
