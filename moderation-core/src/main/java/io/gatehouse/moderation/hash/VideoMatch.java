package io.gatehouse.moderation.hash;

/**
 * How much of each of two videos is in the other one.
 *
 * @param queryPercent of the frames of the one asked about, those that are near some frame of the other; 0 to 100
 * @param knownPercent the same the other way round: low where a short known scene is in a long video
 */
public record VideoMatch(double queryPercent, double knownPercent) {
    /** What the publisher calls a match: this much of the video asked about, whatever part of the known one. */
    public static final double MATCH_PERCENT = 80;

    /**
     * Compares all frames with all, after leaving out copies and then frames of low quality, as the publisher's Python
     * matcher does. Its C++ tool differs twice: it keeps copies, and it asks for <em>fewer</em> than the distance's bits
     * where everything else takes that many too. So its matches at 31 are the ones here at 30.
     *
     * @param distance bits, at most, in which two frames differ that match
     * @param quality frames below it are ignored, 0 to 100
     */
    public static VideoMatch between(VideoHash query, VideoHash known, int distance, int quality) {
        var ofQuery = query.distinct().ofQuality(quality);
        var ofKnown = known.distinct().ofQuality(quality);
        return new VideoMatch(percent(ofQuery, ofKnown, distance), percent(ofKnown, ofQuery, distance));
    }

    /** As the publisher recommends: distance 31, quality 50. */
    public static VideoMatch between(VideoHash query, VideoHash known) {
        return between(query, known, PdqHash.MATCH_DISTANCE, HashedPicture.MIN_QUALITY);
    }

    public boolean matches() {
        return queryPercent >= MATCH_PERCENT;
    }

    private static double percent(VideoHash of, VideoHash in, int distance) {
        if (of.frames().isEmpty() || in.frames().isEmpty()) return 0;
        long near = of.frames().stream()
                .map(frame -> frame.picture().hash())
                .filter(hash -> in.frames().stream()
                        .anyMatch(other -> hash.distance(other.picture().hash()) <= distance))
                .count();
        return near * 100.0 / of.frames().size();
    }
}
