package io.gatehouse.moderation.fact;

import io.gatehouse.moderation.similarity.Fingerprint;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A windowed set that every content adds to: for each subject (an author, a recipient, a conversation, a link's domain,
 * a text and its near-duplicates) its distinct members lately. A content is a member once, however often it comes, so
 * that a retry counts nothing twice.
 */
public enum FactSeries {
    AUTHOR_SCREENINGS(Subject.AUTHOR, Member.SCREENINGS),
    AUTHOR_RECIPIENTS(Subject.AUTHOR, Member.RECIPIENTS),
    AUTHOR_CONVERSATIONS(Subject.AUTHOR, Member.CONVERSATIONS),
    AUTHOR_DOMAINS(Subject.AUTHOR, Member.DOMAINS),
    AUTHOR_TEXTS(Subject.AUTHOR, Member.TEXTS),
    RECIPIENT_SCREENINGS(Subject.RECIPIENT, Member.SCREENINGS),
    RECIPIENT_AUTHORS(Subject.RECIPIENT, Member.AUTHORS),
    CONVERSATION_SCREENINGS(Subject.CONVERSATION, Member.SCREENINGS),
    CONVERSATION_AUTHORS(Subject.CONVERSATION, Member.AUTHORS),
    DOMAIN_SCREENINGS(Subject.DOMAIN, Member.SCREENINGS),
    DOMAIN_AUTHORS(Subject.DOMAIN, Member.AUTHORS),
    TEXT_SCREENINGS(Subject.TEXT, Member.SCREENINGS),
    TEXT_AUTHORS(Subject.TEXT, Member.AUTHORS);

    /** Longer windows are for labels and strikes, which are kept; counters are in memory and may be lost. */
    public static final Duration LONGEST_WINDOW = Duration.ofHours(24);

    /**
     * Sets are exact up to this many members, as far as they lie within the window asked for: an exact count can be
     * explained to an author. Of what is older a sample is kept, each member of which stands for 2, 4, 8... that were alike.
     */
    public static final int EXACT = 10_000;

    /** How often the sample of older members is halved. */
    public static final int SAMPLES = 9;

    /**
     * The largest number told, and so the largest that a rule may compare with: what {@link #EXACT} members and {@link
     * #SAMPLES} samples of as many stand for, rounded down.
     */
    public static final int MOST = 10_000_000;

    /** Relative standard error of a number above {@link #EXACT}; it is off by more than four times this once in some ten thousand. */
    public static final double STANDARD_ERROR = 0.008;

    /** In how many samples a member stays when it grows old: half of all in none, a quarter in one... A property of the member. */
    public static int samplesOf(long member) {
        // Members are digests or small numbers; the finaliser of SplitMix64 makes the low bits of both fair.
        long mixed = (member ^ (member >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return Math.min(SAMPLES, Long.numberOfTrailingZeros(mixed ^ (mixed >>> 31)));
    }

    /** Whose set it is. */
    public enum Subject {
        AUTHOR,
        RECIPIENT,
        CONVERSATION,
        /** Host of a link in the text. A text with several has the fullest set's count. */
        DOMAIN,
        /** The text and its near-duplicates; none for texts too short to tell a copy from a common phrase. */
        TEXT
    }

    /** What is in the set. */
    public enum Member {
        SCREENINGS,
        RECIPIENTS,
        CONVERSATIONS,
        DOMAINS,
        TEXTS,
        AUTHORS
    }

    private final Subject subject;
    private final Member member;

    FactSeries(Subject subject, Member member) {
        this.subject = subject;
        this.member = member;
    }

    public Subject subject() {
        return subject;
    }

    public Member member() {
        return member;
    }

    /** What a content with several subjects (recipients, links, bands of a text) is told, from the size of each one's set. */
    public long countOf(long[] sizes) {
        return subject == Subject.TEXT
                ? Fingerprint.frequency(sizes)
                : Arrays.stream(sizes).max().orElse(0);
    }

    /** For example {@code author.screenings}. */
    public String wireName() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '.');
    }

    /** Whether {@code count()} asks for it; {@code distinct()} asks for the others. */
    public boolean countsScreenings() {
        return member == Member.SCREENINGS;
    }

    public static Optional<FactSeries> ofWireName(String name) {
        return Arrays.stream(values()).filter(s -> s.wireName().equals(name)).findFirst();
    }

    /** Names of those that {@code count()}, or else {@code distinct()}, may ask for. */
    public static List<String> names(boolean ofScreenings) {
        return Arrays.stream(values())
                .filter(series -> series.countsScreenings() == ofScreenings)
                .map(FactSeries::wireName)
                .toList();
    }
}
