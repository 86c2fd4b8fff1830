package io.gatehouse.moderation.decode;

/** Ends one job; the next one may follow. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final Refusal refusal;

    RefusedException(Refusal refusal) {
        super(refusal.sentence());
        this.refusal = refusal;
    }

    Refusal refusal() {
        return refusal;
    }
}
