package io.gatehouse.service.media;

import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is kept, sealed, of an upload until it is whole.
 *
 * @param account the platform's id of the author
 * @param sha256 that was announced; null when none was
 */
record UploadDescription(
        String account, String mediaType, @Nullable String sha256) {
    private static final JsonMapper JSON = JsonMapper.shared();

    static UploadDescription of(String account, UploadRequest request) {
        return new UploadDescription(account, request.mediaType(), request.sha256());
    }

    byte[] write() {
        var fields = new LinkedHashMap<String, @Nullable String>();
        fields.put("account", account);
        fields.put("media_type", mediaType);
        fields.put("sha256", sha256);
        return JSON.writeValueAsBytes(fields);
    }

    static UploadDescription read(byte[] bytes) {
        var tree = JSON.readTree(bytes);
        var digest = tree.required("sha256");
        return new UploadDescription(
                tree.required("account").stringValue(),
                tree.required("media_type").stringValue(),
                digest.isNull() ? null : digest.stringValue());
    }
}
