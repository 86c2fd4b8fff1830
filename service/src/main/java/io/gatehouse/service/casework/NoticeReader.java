package io.gatehouse.service.casework;

import io.gatehouse.moderation.policy.DsaTerms;
import io.gatehouse.service.casework.SubjectReader.Item;
import io.gatehouse.service.casework.SubjectReader.Taken;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.json.JsonObjectReader;
import io.gatehouse.service.json.JsonPointer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads a notice from a body: everything that DSA Art. 16(2) wants, every fault at once. Pure. */
final class NoticeReader {
    static final int MAX_ID_BYTES = 200;
    /** Some pages: a claim, not a file. */
    private static final int MAX_EXPLANATION_BYTES = 20_000;

    private static final int MAX_NAME_BYTES = 200;
    /** RFC 5321: 64 for whom, 255 for where, and the sign between. */
    private static final int MAX_EMAIL_BYTES = 320;

    private static final int MAX_WORD_BYTES = 100;
    private static final int MOST_KEYWORDS = 10;
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");

    /** Of these nobody need say who they are (DSA Art. 16(2)(c)): offences of Directive 2011/93/EU Art. 3 to 7. */
    private static final List<String> NAMELESS_CATEGORIES = List.of("STATEMENT_CATEGORY_PROTECTION_OF_MINORS");

    static final List<String> CATEGORIES = Stream.concat(
                    DsaTerms.CATEGORIES.stream(), Stream.of(DsaTerms.NOT_SPECIFIED_NOTICE))
            .toList();

    private NoticeReader() {}

    /** Who sends it. */
    record Notifier(String name, String email) {}

    /**
     * @param id what the platform calls the notice
     * @param notifier null where the law lets the notifier be nobody
     */
    record NoticeRequest(
            String id,
            String category,
            List<String> keywords,
            String explanation,
            @Nullable Notifier notifier,
            @Nullable String trustedFlagger,
            List<Item> items) {}

    /** @return null when there are faults */
    static @Nullable NoticeRequest read(JsonNode json, Faults faults) {
        var body = JsonObjectReader.of(json, JsonPointer.ROOT, faults);
        if (body == null) return null;
        String id = said(body, "id", MAX_ID_BYTES);
        String category = oneOf(body, "category", CATEGORIES, DsaTerms.NOT_SPECIFIED_NOTICE);
        var keywords = category == null ? keywords(body) : keywordsOf(category, body);
        String explanation = body.requiredText("explanation", MAX_EXPLANATION_BYTES);
        if (explanation != null && explanation.isBlank())
            body.fault("explanation", "must say why the content is thought to be illegal (DSA Art. 16(2)(a))");
        var notifier = notifier(body, category);
        String flagger = body.optionalText("trusted_flagger", MAX_WORD_BYTES);
        Boolean goodFaith = body.optionalBoolean("good_faith");
        if (!Boolean.TRUE.equals(goodFaith))
            body.fault(
                    "good_faith",
                    "must be true: the notifier states that they believe what they say (DSA Art. 16(2)(d))");
        var items = SubjectReader.read(body, Taken.NOTICE, faults);
        body.refuseUnknown();
        if (!faults.isEmpty() || id == null || category == null || explanation == null) return null;
        return new NoticeRequest(id, category, keywords, explanation, notifier, flagger, items);
    }

    private static @Nullable Notifier notifier(JsonObjectReader body, @Nullable String category) {
        boolean isNamed = body.node("notifier") != null;
        if (!isNamed) {
            if (category == null || !NAMELESS_CATEGORIES.contains(category))
                body.fault(
                        "notifier",
                        "is missing: name and email, which only notices of " + String.join(", ", NAMELESS_CATEGORIES)
                                + " may go without (DSA Art. 16(2)(c))");
            return null;
        }
        var notifier = body.optionalObject("notifier");
        if (notifier == null) return null;
        String name = said(notifier, "name", MAX_NAME_BYTES);
        String email = notifier.requiredText("email", MAX_EMAIL_BYTES);
        if (email != null && !EMAIL.matcher(email).matches()) notifier.fault("email", "must be an e-mail address");
        notifier.refuseUnknown();
        return name == null || email == null ? null : new Notifier(name, email);
    }

    /** A text that says something; null with a fault when it is blank or missing. */
    static @Nullable String said(JsonObjectReader body, String field, int maxBytes) {
        String text = body.requiredText(field, maxBytes);
        if (text == null || !text.isBlank()) return text;
        body.fault(field, "must not be blank");
        return null;
    }

    /** A word of a list; null with a fault when it is another. */
    static @Nullable String oneOf(JsonObjectReader body, String field, List<String> known, @Nullable String absent) {
        String word = body.optionalText(field, MAX_WORD_BYTES);
        if (body.node(field) == null) {
            if (absent == null) body.fault(field, "is missing: one of " + String.join(", ", known));
            return absent;
        }
        if (word == null || known.contains(word)) return word;
        body.fault(field, "must be one of: " + String.join(", ", known));
        return null;
    }

    /** Reports count a keyword under its category: one of another category would be counted nowhere. */
    private static List<String> keywordsOf(String category, JsonObjectReader body) {
        var own = DsaTerms.keywordsOf(category);
        return keywords(
                body,
                own,
                own.isEmpty()
                        ? "belongs to a category, and none is named"
                        : "must be a keyword of " + category + ": " + String.join(", ", own));
    }

    static List<String> keywords(JsonObjectReader body) {
        return keywords(body, DsaTerms.KEYWORDS, "must be a keyword of the EU database");
    }

    private static List<String> keywords(JsonObjectReader body, List<String> known, String fault) {
        var keywords = new ArrayList<String>();
        var nodes = body.array("keywords", MOST_KEYWORDS);
        for (int i = 0; i < nodes.size(); i++) {
            String word = nodes.get(i).isString() ? nodes.get(i).stringValue() : "";
            if (!known.contains(word)) body.fault("keywords", i, fault);
            else if (!keywords.contains(word)) keywords.add(word);
        }
        return keywords;
    }
}
