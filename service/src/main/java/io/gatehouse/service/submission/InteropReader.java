package io.gatehouse.service.submission;

import io.gatehouse.residency.interop.Capability;
import io.gatehouse.service.account.AccountReader;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.json.JsonObjectReader;
import io.gatehouse.service.json.JsonPointer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads a message of a partner's user. What is needed to deliver and to screen it is allowed, field by field; everything else is
 * refused by name (DMA Art. 7(8): only what is strictly necessary is exchanged). Pure.
 */
final class InteropReader {
    private static final int MAX_NAME_BYTES = 64;
    private static final int MAX_ID_BYTES = 128;
    private static final int MAX_RECIPIENTS = 1_000;
    private static final int MAX_PARTS = 32;
    private static final int MAX_TEXT_BYTES = 64 * 1024;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");
    /** Neither a telephone number nor a mail address: eight characters or more, not all of them digits. */
    private static final Pattern PSEUDONYM = Pattern.compile("(?=.*[A-Za-z])[A-Za-z0-9_-]{8,128}");

    private InteropReader() {}

    /**
     * A message.
     *
     * @param recipients ids of accounts of ours, without repetition
     * @param conversation the partner's pseudonym of the group; null for two people
     */
    record Message(
            String partner,
            Capability capability,
            String id,
            Instant sentAt,
            String sender,
            List<String> recipients,
            @Nullable String conversation,
            List<String> texts) {}

    /** @return null when there are faults */
    static @Nullable Message read(JsonNode json, Instant now, Faults faults) {
        var body = JsonObjectReader.of(json, JsonPointer.ROOT, faults);
        if (body == null) return null;
        String partner = body.requiredText("partner", MAX_NAME_BYTES);
        String kind = body.requiredText("capability", MAX_NAME_BYTES);
        var capability = kind == null
                ? null
                : Capability.ofWireName(kind).filter(c -> c != Capability.CALL).orElse(null);
        if (kind != null && capability == null) body.fault("capability", "must be one_to_one or group");
        String id = matching(body, "id", ID, "must be 1 to 128 letters, digits, - and _");
        Instant sentAt = body.optionalTime("sent_at");
        if (body.node("sent_at") == null) body.fault("sent_at", "is missing");
        if (sentAt != null && sentAt.isAfter(now.plus(ScreeningReader.MAX_AHEAD)))
            body.fault("sent_at", "must not be in the future");
        String sender = null;
        var person = body.requiredObject("sender");
        if (person != null) {
            sender = matching(
                    person,
                    "pseudonym",
                    PSEUDONYM,
                    "must be a pseudonym of 8 to 128 letters, digits, - and _, not a number: no telephone, no address");
            person.refuseUnknown();
        }
        var recipients = recipients(body, capability, faults);
        String conversation = body.node("conversation") == null
                ? null
                : matching(body, "conversation", PSEUDONYM, "must be a pseudonym, as the sender's");
        if (capability == Capability.GROUP && body.node("conversation") == null)
            body.fault("conversation", "is missing: the group's pseudonym");
        if (capability == Capability.ONE_TO_ONE && body.node("conversation") != null)
            body.fault("conversation", "is for groups");
        var texts = texts(body, faults);
        body.refuseUnknown();
        if (!faults.isEmpty() || partner == null || capability == null || id == null) return null;
        if (sentAt == null || sender == null) return null;
        return new Message(partner, capability, id, sentAt, sender, recipients, conversation, texts);
    }

    private static @Nullable String matching(JsonObjectReader reader, String field, Pattern form, String detail) {
        String text = reader.requiredText(field, MAX_ID_BYTES);
        if (text == null || form.matcher(text).matches()) return text;
        reader.fault(field, detail);
        return null;
    }

    private static List<String> recipients(JsonObjectReader body, @Nullable Capability capability, Faults faults) {
        var ids = new LinkedHashSet<String>();
        var nodes = body.requiredArray("recipients", MAX_RECIPIENTS);
        var pointer = body.pointerTo("recipients");
        for (int i = 0; i < nodes.size(); i++) {
            var reader = JsonObjectReader.of(nodes.get(i), pointer.to(i), faults);
            if (reader == null) continue;
            String id = reader.requiredText("id", AccountReader.MAX_ID_BYTES);
            String fault = id == null ? null : AccountReader.faultOfId(id);
            if (fault != null) reader.fault("id", fault);
            reader.refuseUnknown();
            if (id != null) ids.add(id);
        }
        if (capability == Capability.ONE_TO_ONE && nodes.size() > 1)
            body.fault("recipients", "one_to_one has one recipient");
        return List.copyOf(ids);
    }

    private static List<String> texts(JsonObjectReader body, Faults faults) {
        var texts = new ArrayList<String>();
        var nodes = body.requiredArray("parts", MAX_PARTS);
        var pointer = body.pointerTo("parts");
        for (int i = 0; i < nodes.size(); i++) {
            var reader = JsonObjectReader.of(nodes.get(i), pointer.to(i), faults);
            if (reader == null) continue;
            String type = reader.requiredText("type", MAX_NAME_BYTES);
            if (type != null && !type.equals("text"))
                reader.fault("type", "must be text: what is end-to-end encrypted is not sent here at all");
            String text = reader.requiredText("text", MAX_TEXT_BYTES);
            reader.refuseUnknown();
            if (text != null) texts.add(text);
        }
        return texts;
    }
}
