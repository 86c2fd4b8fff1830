package io.gatehouse.service.console;

import io.gatehouse.service.access.KeyCheck;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Who is signed in at this process. In its memory only: a restart signs everybody out, and behind a balancer the console needs
 * one process, or the same one for each person. Thread-safe.
 */
@Component
final class ConsoleSessions {
    /** A screen that somebody left for lunch is not to be anybody's. A page that refreshes itself does not count as use. */
    static final Duration LONGEST_IDLE = Duration.ofMinutes(30);

    /** A shift: whoever works longer signs in once more, and a stolen cookie ends with the day. */
    static final Duration LONGEST = Duration.ofHours(12);

    /** More than any team; the one used longest ago makes room, so that signing in again and again fills no memory. */
    static final int MOST = 500;

    private static final int TOKEN_BYTES = 32;

    private final Clock clock;
    private final SecureRandom random;
    /** By the hash of their token: whoever reads this memory cannot take a session over. */
    private final Map<String, ConsoleSession> sessions = new HashMap<>();

    @Autowired
    ConsoleSessions(Clock clock) {
        this(clock, new SecureRandom());
    }

    ConsoleSessions(Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /** @return the token for the cookie, told once */
    synchronized String begin(KeyCheck.Recognised key) {
        Instant now = clock.instant();
        sessions.values().removeIf(session -> isOver(session, now));
        if (sessions.size() >= MOST)
            sessions.entrySet().stream()
                    .min(Comparator.comparing(session -> session.getValue().usedAt()))
                    .map(Map.Entry::getKey)
                    .ifPresent(sessions::remove);
        String token = newToken();
        sessions.put(hash(token), new ConsoleSession(key, newToken(), now, now));
        return token;
    }

    /** @param isUse whether a person did something, and not a page by itself */
    synchronized Optional<ConsoleSession> find(String token, boolean isUse) {
        Instant now = clock.instant();
        String name = hash(token);
        var session = sessions.get(name);
        if (session == null) return Optional.empty();
        if (isOver(session, now)) {
            sessions.remove(name);
            return Optional.empty();
        }
        if (isUse) sessions.put(name, session.usedAt(now));
        return Optional.of(session);
    }

    synchronized void end(String token) {
        sessions.remove(hash(token));
    }

    synchronized int count() {
        return sessions.size();
    }

    /** 256 bits, which nobody guesses. */
    String newToken() {
        byte[] token = new byte[TOKEN_BYTES];
        random.nextBytes(token);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    private static boolean isOver(ConsoleSession session, Instant now) {
        return !session.startedAt().plus(LONGEST).isAfter(now)
                || !session.usedAt().plus(LONGEST_IDLE).isAfter(now);
    }

    private static String hash(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
