package io.gatehouse.jobs.exchange;

import io.gatehouse.residency.bank.ExchangeRow;
import io.gatehouse.residency.bank.FetchedPage;
import io.gatehouse.residency.bank.SaidOfHash;
import java.time.Duration;
import java.util.Optional;

/**
 * Another body's hash list, spoken to as its own documents say. Keeps nothing: where a fetch goes on stands in what is passed in.
 * Every method throws {@link ExchangeException} when the other side refuses or cannot be understood.
 */
interface HashExchange {
    /**
     * The page at the state's cursor, or the first one after its checkpoint. What is taken are PDQ hashes of pictures, and MD5 and SHA-256 digests of files.
     *
     * @param isOld that the cursor is of an earlier run: where the other side does not know it any more, the fetch begins again.
     *     One that it gave just now and does not know is a fault
     */
    FetchedPage fetch(ExchangeRow state, boolean isOld);

    /** Tells the other side what people said of matches of a hash. Telling it twice is telling it once. */
    void say(SaidOfHash said);

    /** Without a fetch for longer, what was deleted meanwhile is not told any more; empty when it always is. */
    Optional<Duration> staleAfter();

    /** @throws IllegalArgumentException when the settings are not of this protocol */
    static HashExchange of(ExchangeSettings settings, ExchangeHttp http, java.time.Clock clock) {
        return switch (settings.kind()) {
            case NCMEC -> new NcmecExchange(settings, http, clock);
            case STOPNCII -> new StopNciiExchange(settings, http);
            case THREATEXCHANGE -> new ThreatExchange(settings, http);
            case TAT -> new TatExchange(settings, http);
        };
    }
}
