package io.gatehouse.residency.cell;

/** A log entry without a decision, encoded. Its outcome is its index. */
final class PreparedEvent extends Prepared<Long> {
    final String id;
    final byte[] entry;

    PreparedEvent(String id, byte[] entry) {
        this.id = id;
        this.entry = entry;
    }
}
