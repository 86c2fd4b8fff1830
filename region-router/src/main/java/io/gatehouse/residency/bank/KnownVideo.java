package io.gatehouse.residency.bank;

/**
 * A frame of a known video.
 *
 * @param frames how many frames of enough quality the video has
 */
public record KnownVideo(long entryId, String bank, String video, long frames) {}
