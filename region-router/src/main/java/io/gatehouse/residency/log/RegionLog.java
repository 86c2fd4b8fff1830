package io.gatehouse.residency.log;

import java.util.Optional;

/** One region's log, read from its tables: what the HTTP log endpoints and the exporter serve. Thread-safe. */
@SuppressWarnings("DoNotCallSuggester") // Stub.
public final class RegionLog implements LogSource {
    @Override
    public Optional<byte[]> checkpoint() {
        throw new UnsupportedOperationException("not yet");
    }

    @Override
    public Optional<byte[]> tile(TilePath path) {
        throw new UnsupportedOperationException("not yet: " + path);
    }

    /** The verifier key ({@code name+hash+base64}) that checks this log's checkpoints. */
    public String verifierKey() {
        throw new UnsupportedOperationException("not yet");
    }

    /** Entries covered by the newest checkpoint. */
    public long size() {
        throw new UnsupportedOperationException("not yet");
    }
}
