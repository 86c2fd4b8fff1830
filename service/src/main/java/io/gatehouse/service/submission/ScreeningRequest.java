package io.gatehouse.service.submission;

import io.gatehouse.moderation.content.ContentId;
import io.gatehouse.moderation.content.Context;
import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.look.CaptionFormat;
import io.gatehouse.residency.home.ResidenceEvidence;
import io.gatehouse.service.account.HolderFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One screening as asked for, every field checked. What only the author's home region can tell (who they are,
 * which media are stored) is still to be asked.
 *
 * @param createdAt as the platform says; null when it does not
 * @param context what is said about author and conversation, for conditions that ask
 * @param language the platform's own claim, ISO 639
 * @param parts one or more
 * @param idempotencyKey of a batch item; a single screening has it in a header
 * @param digest SHA-256 of the request as sent, less white space and the idempotency key
 */
record ScreeningRequest(
        ContentId id,
        Surface surface,
        @Nullable Instant createdAt,
        Person author,
        List<Person> participants,
        Context context,
        @Nullable String language,
        @Nullable Duration deadline,
        List<RequestedPart> parts,
        @Nullable String idempotencyKey,
        byte[] digest) {
    ScreeningRequest {
        participants = List.copyOf(participants);
        parts = List.copyOf(parts);
    }

    /** The same request of another author. */
    ScreeningRequest by(Person other) {
        return new ScreeningRequest(
                id,
                surface,
                createdAt,
                other,
                participants,
                context,
                language,
                deadline,
                parts,
                idempotencyKey,
                digest);
    }

    /** An account named in a request, with what is claimed about where its holder lives. */
    record Person(String accountId, List<ResidenceEvidence> residence, HolderFacts holder) {
        Person {
            residence = List.copyOf(residence);
        }
    }

    sealed interface RequestedPart {
        record Text(String text) implements RequestedPart {}

        record Media(String mediaId) implements RequestedPart {}

        /** Captions that can be read. */
        record Captions(CaptionFormat format, String document) implements RequestedPart {}
    }
}
