package io.gatehouse.residency.cell;

import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.region.RegionId;
import java.nio.charset.StandardCharsets;

/** Names the place of each sealed value, so that one moved elsewhere does not open. */
record SealContext(RegionId region) {
    byte[] personKey(AccountRef account) {
        return place("account", account.toString(), "key");
    }

    byte[] profile(AccountRef account) {
        return place("account", account.toString(), "profile");
    }

    byte[] notes(AccountRef account, NotesTopic topic) {
        return place("account_notes", account.toString(), topic.place);
    }

    byte[] name(String screeningId) {
        return place("content", screeningId, "name");
    }

    /** The same wherever the revision lies: only its number tells it from another of the content. */
    byte[] content(String screeningId, int revision) {
        return place("content", screeningId, revision == 1 ? "content" : "content." + revision);
    }

    byte[] copy(String screeningId) {
        return place("content_copy", screeningId, "content");
    }

    byte[] record(String decisionId) {
        return place("decision", decisionId, "record");
    }

    byte[] answer(String decisionId) {
        return place("decision", decisionId, "answer");
    }

    byte[] effect(String decisionId, int n) {
        return place("outbox", decisionId, Integer.toString(n));
    }

    byte[] idempotencyKey(String decisionId) {
        return place("idempotency", decisionId, "key");
    }

    byte[] mediaDigest(String mediaId) {
        return place("media", mediaId, "digest");
    }

    byte[] mediaDescription(String mediaId) {
        return place("media", mediaId, "description");
    }

    byte[] mediaHashes(String mediaId) {
        return place("media_hash", mediaId, "hashes");
    }

    byte[] upload(String uploadId) {
        return place("media_upload", uploadId, "description");
    }

    byte[] holdReference(String holdId) {
        return place("legal_hold", holdId, "reference");
    }

    private byte[] place(String table, String row, String column) {
        return (region.value() + '/' + table + '/' + row + '/' + column).getBytes(StandardCharsets.UTF_8);
    }
}
