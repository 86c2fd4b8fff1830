package io.gatehouse.residency.search;

/** So many contents are being removed that the index cannot say what is left. The same may be asked again in a moment. */
public final class IndexBehindException extends RuntimeException {
    private static final long serialVersionUID = 1;

    IndexBehindException() {
        super("more contents are being removed than the index can leave out; ask again in a moment");
    }
}
