package io.gatehouse.service.submission;

import io.gatehouse.moderation.content.ContentId;
import io.gatehouse.moderation.content.Surface;
import io.gatehouse.residency.home.ResidenceEvidence;
import io.gatehouse.service.account.AccountReader;
import io.gatehouse.service.account.HolderFacts;
import io.gatehouse.service.account.PartnerUsers;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.json.JsonObjectReader;
import io.gatehouse.service.json.JsonPointer;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.submission.ScreeningRequest.Person;
import io.gatehouse.service.submission.ScreeningRequest.RequestedPart;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A tree into a {@link ScreeningRequest}, or every fault in it at once. Pure. */
final class ScreeningReader {
    /** What the judge is built for; the longest message of the platforms looked at is a tenth of it. */
    static final int MAX_TEXT_BYTES = 65_536;

    /** A carousel of pictures with captions has twenty. */
    static final int MAX_PARTS = 32;

    /** The largest groups whose members a platform sends by name; bigger ones are named by their channel. */
    static final int MAX_PARTICIPANTS = 1_000;

    static final int MAX_IDEMPOTENCY_KEY_BYTES = 200;

    /** Longer than any synchronous caller waits. */
    static final int MAX_DEADLINE_MS = 10_000;

    /** Clocks differ, by minutes; a message from tomorrow is a fault of the sender. */
    static final Duration MAX_AHEAD = Duration.ofHours(1);

    /** Before this there was no such platform, and no law in the calendar. */
    static final Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");

    private static final String SURFACES = Arrays.stream(Surface.values())
            .filter(surface -> !surface.isInterop())
            .map(Surface::wireName)
            .collect(Collectors.joining(", "));

    private final Instant now;
    private final Faults faults;
    private final boolean isItem;

    private ScreeningReader(Instant now, Faults faults, boolean isItem) {
        this.now = now;
        this.faults = faults;
        this.isItem = isItem;
    }

    /** @throws ProblemException with every fault of the request */
    static ScreeningRequest single(JsonNode body, Instant now) {
        return readOrRefuse(body, now, false);
    }

    /** As {@link #single} for one item of a batch, which carries its own idempotency key. */
    static ScreeningRequest item(JsonNode item, Instant now) {
        return readOrRefuse(item, now, true);
    }

    private static ScreeningRequest readOrRefuse(JsonNode node, Instant now, boolean isItem) {
        var faults = new Faults();
        var request = new ScreeningReader(now, faults, isItem).read(node);
        faults.refuseAny();
        if (request == null) throw new IllegalStateException("a request was refused without a fault");
        return request;
    }

    private @Nullable ScreeningRequest read(JsonNode node) {
        var body = JsonObjectReader.of(node, JsonPointer.ROOT, faults);
        if (body == null) return null;
        ContentId id = id(body);
        Surface surface = surface(body);
        // Said before anything else about the body: what is in it should not have been sent at all.
        if (surface == Surface.ENCRYPTED_DIRECT_MESSAGE && body.node("parts") != null) throw encrypted();
        Instant createdAt = createdAt(body);
        var authorReader = body.requiredObject("author");
        var context = new ContextReader(now);
        if (authorReader != null) context.readAuthor(authorReader);
        Person author = authorReader == null ? null : person(authorReader);
        if (author != null && authorReader != null && author.accountId().startsWith(PartnerUsers.PREFIX))
            authorReader.fault("id", "begins as the accounts of other providers' users do");
        List<Person> participants = participants(body);
        context.readConversation(body, participants.size());
        String language = PartsReader.language(body);
        Integer deadline = body.optionalInteger("deadline_ms", 1, MAX_DEADLINE_MS);
        List<RequestedPart> parts = PartsReader.parts(body, faults);
        String key = isItem ? body.optionalText("idempotency_key", MAX_IDEMPOTENCY_KEY_BYTES) : null;
        if (!isItem && node.has("idempotency_key")) {
            body.node("idempotency_key");
            body.fault("idempotency_key", "belongs in the header Idempotency-Key");
        }
        body.refuseUnknown();
        if (!faults.isEmpty() || id == null || surface == null || author == null) return null;
        Duration wait = deadline == null ? null : Duration.ofMillis(deadline);
        return new ScreeningRequest(
                id,
                surface,
                createdAt,
                author,
                participants,
                context.context(),
                language,
                wait,
                parts,
                key,
                RequestDigest.of(node));
    }

    private @Nullable ContentId id(JsonObjectReader body) {
        String id = body.requiredText("id", ContentId.MAX_LENGTH);
        if (id == null) return null;
        if (!id.isBlank()) return new ContentId(id);
        body.fault("id", "must not be blank");
        return null;
    }

    private @Nullable Surface surface(JsonObjectReader body) {
        String name = body.requiredText("surface", 64);
        if (name == null) return null;
        // Messages of partners' users come by a door of their own, which asks what is open.
        var surface = Surface.ofWireName(name).filter(each -> !each.isInterop());
        if (surface.isEmpty()) body.fault("surface", "must be one of: " + SURFACES);
        return surface.orElse(null);
    }

    private @Nullable Instant createdAt(JsonObjectReader body) {
        Instant at = body.optionalTime("created_at");
        if (at == null) return null;
        if (at.isBefore(EARLIEST)) body.fault("created_at", "must not be before " + EARLIEST);
        if (at.isAfter(now.plus(MAX_AHEAD))) body.fault("created_at", "must not be in the future");
        return at;
    }

    private @Nullable Person person(JsonObjectReader reader) {
        String id = reader.requiredText("id", AccountReader.MAX_ID_BYTES);
        List<ResidenceEvidence> residence = AccountReader.residence(reader, faults, now);
        HolderFacts holder = AccountReader.holder(reader);
        reader.refuseUnknown();
        if (id == null) return null;
        String fault = AccountReader.faultOfId(id);
        if (fault != null) reader.fault("id", fault);
        return new Person(id, residence, holder);
    }

    private List<Person> participants(JsonObjectReader body) {
        List<JsonNode> nodes = body.array("participants", MAX_PARTICIPANTS);
        if (nodes.isEmpty()) return List.of();
        var pointer = body.pointerTo("participants");
        var people = new ArrayList<Person>(nodes.size());
        for (int i = 0; i < nodes.size(); i++) {
            var reader = JsonObjectReader.of(nodes.get(i), pointer.to(i), faults);
            Person person = reader == null ? null : person(reader);
            if (person != null) people.add(person);
        }
        return people;
    }

    private static ProblemException encrypted() {
        return new ProblemException(Problem.of(
                ProblemType.ENCRYPTED_CONTENT,
                "Gatehouse never reads end-to-end encrypted messages; a user's report of one comes as a notice."));
    }
}
