package io.gatehouse.residency.cell;

/**
 * How much was carried from cell to cell.
 *
 * @param keys idempotency keys
 * @param bytes of media, plain
 */
public record CarriedCounts(long contents, long decisions, long keys, long media, long bytes) {
    public static final CarriedCounts NONE = new CarriedCounts(0, 0, 0, 0, 0);

    public CarriedCounts plus(CarriedCounts more) {
        return new CarriedCounts(
                contents + more.contents,
                decisions + more.decisions,
                keys + more.keys,
                media + more.media,
                bytes + more.bytes);
    }
}
