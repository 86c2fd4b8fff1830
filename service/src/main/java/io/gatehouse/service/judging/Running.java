package io.gatehouse.service.judging;

import io.gatehouse.moderation.judge.Overrides;
import io.gatehouse.residency.directory.AccountRef;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The policy versions that judge in this process, as of one moment. A request takes one of these and stays with it.
 *
 * @param revision of the control database that this follows
 * @param shadows judged beside what decides, and never acted on
 */
public record Running(
        long revision, Judging active, @Nullable Canary trying, List<Judging> shadows) {
    public Running {
        shadows = List.copyOf(shadows);
    }

    /** A version that decides for some authors only. */
    public record Canary(Judging judging, int percent) {}

    public Optional<Canary> canary() {
        return Optional.ofNullable(trying);
    }

    /** Rules that are held back of a version at work here; none of one that is not. */
    public Overrides overrides(String policyDigest) {
        return Stream.of(Stream.of(active), canary().map(Canary::judging).stream(), shadows.stream())
                .flatMap(each -> each)
                .filter(judging -> judging.versions().policyDigest().equals(policyDigest))
                .findFirst()
                .map(Judging::overrides)
                .orElse(Overrides.NONE);
    }

    /** The version that decides for this author: the same one as long as the canary and its share stay, or the share grows. */
    public Judging judgeOf(AccountRef author) {
        if (trying == null) return active;
        boolean isTried = percentileOf(author, trying.judging().versions().policyDigest()) < trying.percent();
        return isTried ? trying.judging() : active;
    }

    /** In [0, 100); another for each canary, so that not the same people try everything. */
    static int percentileOf(AccountRef author, String policyDigest) {
        try {
            var hash = MessageDigest.getInstance("SHA-256");
            hash.update(author.digest());
            hash.update(policyDigest.getBytes(StandardCharsets.US_ASCII));
            return (int) Long.remainderUnsigned(ByteBuffer.wrap(hash.digest()).getLong(), 100);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
