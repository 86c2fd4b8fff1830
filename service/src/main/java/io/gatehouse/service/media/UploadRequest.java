package io.gatehouse.service.media;

import org.jspecify.annotations.Nullable;

/**
 * What an upload is announced to be.
 *
 * @param sha256 of the whole, in hexadecimal digits; null when the client does not say
 */
record UploadRequest(
        long sizeBytes, String mediaType, @Nullable String sha256) {}
