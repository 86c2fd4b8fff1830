package io.gatehouse.service.decision;

import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.content.ContentId;
import io.gatehouse.moderation.content.Context;
import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.look.CaptionFormat;
import io.gatehouse.moderation.look.MediaLook;
import io.gatehouse.service.json.LookJson;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Content as its cell keeps it: JSON, sealed under the author's key. */
public final class StoredContent {
    private static final JsonMapper JSON = JsonMapper.shared();

    private StoredContent() {}

    /**
     * @param author the platform's account id
     * @param participants the platform's account ids of the others in the conversation
     */
    public static byte[] write(Content content, String author, List<String> participants) {
        return write(content, author, participants, null);
    }

    /** @param editedAt when this revision was written; null for the first */
    public static byte[] write(Content content, String author, List<String> participants, @Nullable Instant editedAt) {
        return JsonBytes.object(json -> {
            json.writeStringProperty("id", content.id().value());
            json.writeStringProperty("surface", content.surface().wireName());
            json.writeStringProperty("created_at", content.createdAt().toString());
            if (editedAt != null) json.writeStringProperty("edited_at", editedAt.toString());
            json.writeStringProperty("country", content.country());
            JsonBytes.stringOrNull(json, "language", content.declaredLanguage());
            json.writeStringProperty("author", author);
            JsonBytes.strings(json, "participants", participants);
            context(json, content.context());
            JsonBytes.objects(json, "parts", content.parts(), (out, part) -> {
                switch (part) {
                    case Part.Text(String text) -> out.writeStringProperty("text", text);
                    case Part.Captions(var format, String document) -> {
                        out.writeStringProperty("captions", format.wireName());
                        out.writeStringProperty("text", document);
                    }
                    case Part.Media(String id, String sha256, String type, MediaLook look) -> {
                        out.writeStringProperty("media_id", id);
                        out.writeStringProperty("sha256", sha256);
                        out.writeStringProperty("media_type", type);
                        if (!look.equals(MediaLook.NONE)) {
                            out.writeObjectPropertyStart("look");
                            LookJson.write(out, look);
                            out.writeEndObject();
                        }
                    }
                }
            });
        });
    }

    /** Only what was said: most platforms say little. */
    private static void context(JsonGenerator json, Context context) {
        if (context.equals(Context.NONE)) return;
        json.writeObjectPropertyStart("context");
        if (context.homeRegion() != null) json.writeStringProperty("home_region", context.homeRegion());
        if (context.authorCreatedAt() != null)
            json.writeStringProperty(
                    "author_created_at", context.authorCreatedAt().toString());
        if (context.authorLabels() != null)
            JsonBytes.strings(json, "author_labels", new TreeSet<>(context.authorLabels()));
        if (context.authorFollowers() != null) json.writeNumberProperty("author_followers", context.authorFollowers());
        if (context.conversation() != null) json.writeStringProperty("conversation", context.conversation());
        if (context.participants() != null) json.writeNumberProperty("participants", context.participants());
        if (context.isFirstContact() != null) json.writeBooleanProperty("is_first_contact", context.isFirstContact());
        json.writeEndObject();
    }

    private static Context context(JsonNode tree) {
        JsonNode context = tree.get("context");
        if (context == null) return Context.NONE; // Stored before there was any.
        JsonNode created = context.get("author_created_at");
        JsonNode labels = context.get("author_labels");
        JsonNode followers = context.get("author_followers");
        JsonNode participants = context.get("participants");
        JsonNode first = context.get("is_first_contact");
        return new Context(
                optionalText(context, "home_region"),
                created == null ? null : Instant.parse(created.stringValue()),
                labels == null
                        ? null
                        : labels.values().stream().map(JsonNode::stringValue).collect(Collectors.toSet()),
                followers == null ? null : followers.longValue(),
                optionalText(context, "conversation"),
                participants == null ? null : participants.longValue(),
                first == null ? null : first.booleanValue());
    }

    private static @Nullable String optionalText(JsonNode tree, String field) {
        JsonNode value = tree.get(field);
        return value == null ? null : value.stringValue();
    }

    /** The platform's account id of the author. */
    public static String authorOf(byte[] stored) {
        return text(JSON.readTree(stored), "author");
    }

    /** The platform's account ids of the others in the conversation. */
    public static List<String> participantsOf(byte[] stored) {
        return JSON.readTree(stored).required("participants").values().stream()
                .map(JsonNode::stringValue)
                .toList();
    }

    /** Ids of the media that it shows, each once, in order. */
    public static List<String> mediaOf(byte[] stored) {
        return JSON.readTree(stored).required("parts").values().stream()
                .filter(part -> part.has("media_id"))
                .map(part -> text(part, "media_id"))
                .distinct()
                .sorted()
                .toList();
    }

    /** The content as it was judged. */
    public static Content read(byte[] stored) {
        JsonNode tree = JSON.readTree(stored);
        return new Content(
                new ContentId(text(tree, "id")),
                Surface.ofWireName(text(tree, "surface")).orElseThrow(),
                StoredTime.parse(text(tree, "created_at")),
                text(tree, "country"),
                language(tree),
                tree.get("parts").values().stream().map(StoredContent::part).toList(),
                context(tree));
    }

    private static @Nullable String language(JsonNode tree) {
        JsonNode language = tree.get("language");
        return language == null || language.isNull() ? null : language.stringValue();
    }

    private static Part part(JsonNode tree) {
        if (tree.has("captions"))
            return new Part.Captions(
                    CaptionFormat.ofWireName(text(tree, "captions")).orElseThrow(), text(tree, "text"));
        if (tree.has("text")) return new Part.Text(text(tree, "text"));
        return new Part.Media(
                text(tree, "media_id"),
                text(tree, "sha256"),
                text(tree, "media_type"),
                tree.has("look") ? LookJson.read(tree.get("look")) : MediaLook.NONE);
    }

    private static String text(JsonNode tree, String field) {
        JsonNode value = tree.get(field);
        if (value == null) throw new IllegalArgumentException("stored content has no field " + field);
        return value.stringValue();
    }
}
