package io.gatehouse.moderation.cage;

import java.util.List;
import java.util.Optional;

/** What holds a decoder back. Resource limits, time limits and a process of its own hold in each of them. */
public enum CageKind {
    /** Its own namespaces: no network, no file but the program's own, no other process; and what {@link #LIMITS_ONLY} has. */
    BUBBLEWRAP("bubblewrap"),
    /** A list of the few system calls that decoding needs: no file, no socket, no program is opened. */
    LIMITS_ONLY("limits only"),
    /** Only resource limits: a broken decoder can read and send what this program can. */
    NONE("none");

    private final String words;

    CageKind(String words) {
        this.words = words;
    }

    /**
     * What an operator asks for by name: one of {@code bubblewrap}, {@code limits-only} and {@code none}, or {@code auto}, which
     * is the stronger of the first two that works. No cage at all must be asked for.
     *
     * @return kinds that will do, the best one first; empty for another name
     */
    public static Optional<List<CageKind>> wanted(String name) {
        return switch (name) {
            case "auto" -> Optional.of(List.of(BUBBLEWRAP, LIMITS_ONLY));
            case "bubblewrap" -> Optional.of(List.of(BUBBLEWRAP));
            case "limits-only" -> Optional.of(List.of(LIMITS_ONLY));
            case "none" -> Optional.of(List.of(NONE));
            default -> Optional.empty();
        };
    }

    /** As operators read it. */
    public String words() {
        return words;
    }
}
