package io.gatehouse.service.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Wrong keys of the last minute, by the address that they came from. Nobody guesses a key of 256 bits: this keeps whoever tries
 * from making work for the database of keys. Addresses are forgotten with the minute. Thread-safe.
 */
@Component
final class SignInTries {
    static final Duration WINDOW = Duration.ofMinutes(1);

    /** Somebody who pastes the wrong line is wrong three times, not ten. */
    static final int MOST = 10;

    /** So many addresses at once are an attack: nobody signs in until the minute is over. */
    static final int MOST_ADDRESSES = 10_000;

    private final Clock clock;
    private final Map<String, Integer> wrong = new HashMap<>();
    private Instant began = Instant.EPOCH;

    SignInTries(Clock clock) {
        this.clock = clock;
    }

    synchronized boolean isAllowed(String address) {
        turn();
        return wrong.getOrDefault(address, 0) < MOST && (wrong.containsKey(address) || wrong.size() < MOST_ADDRESSES);
    }

    synchronized void wasWrong(String address) {
        turn();
        if (wrong.containsKey(address) || wrong.size() < MOST_ADDRESSES) wrong.merge(address, 1, Integer::sum);
    }

    private void turn() {
        Instant now = clock.instant();
        if (began.plus(WINDOW).isAfter(now)) return;
        wrong.clear();
        began = now;
    }
}
