package io.gatehouse.service.decision;

import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.fact.ContentLabels;
import io.gatehouse.moderation.fact.FactKey;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.fact.KnownPicture;
import io.gatehouse.moderation.fact.MediaFindings;
import io.gatehouse.moderation.fact.Sighting;
import io.gatehouse.moderation.fact.Standing;
import io.gatehouse.moderation.fact.ToldScores;
import io.gatehouse.moderation.judge.Judgement;
import io.gatehouse.moderation.judge.Overrides;
import io.gatehouse.moderation.look.MediaLook;
import io.gatehouse.moderation.rule.RuleId;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.signal.FailedSignal;
import io.gatehouse.service.json.LookJson;
import io.gatehouse.service.judging.Judged;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was told and what failed while judging, kept sealed with the decision so that it can be judged again, and the
 * trace: which condition of which rule held, with the values compared.
 */
public final class DecisionRecord {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** What earlier decisions had noted on the content; and what stands on it after this one. */
    static final String CONTENT_TOLD = "content_told";

    static final String CONTENT_LABELS = "content_labels";

    static final String LOOKS = "looks";

    /** What classifiers elsewhere said, to be told again when it is judged again: they may say something else by then. */
    static final String TOLD_SCORES = "told_scores";

    /** More than rules of all versions ask for: what is beyond is read each time. */
    private static final int MOST_FACT_KEYS = 1_000;

    /** Names of facts are of policies, few, and the same in millions of records. */
    private static final Map<String, FactKey> FACT_KEYS = new ConcurrentHashMap<>();

    private DecisionRecord() {}

    public static byte[] write(Judged judged) {
        return write(judged, false);
    }

    /** @param withLooks for a decision whose content is stored already, without what was seen in its media since */
    static byte[] write(Judged judged, boolean withLooks) {
        Judgement judgement = judged.judgement();
        return JsonBytes.object(json -> {
            if (withLooks) looks(json, judged.content());
            json.writeStringProperty("judged_at", judged.judgedAt().toString());
            Answer.versions(json, judged.versions());
            json.writeObjectPropertyStart("facts");
            judged.facts().counts().forEach((key, count) -> json.writeNumberProperty(key.wireName(), count));
            json.writeEndObject();
            if (!judged.overrides().byRule().isEmpty())
                JsonBytes.objects(
                        json,
                        "overrides",
                        List.copyOf(judged.overrides().byRule().entrySet()),
                        DecisionRecord::override);
            var asOf = judged.facts().asOf();
            // A decision made again is of today; what it was told is not.
            if (asOf != null && !asOf.equals(judged.judgedAt())) json.writeStringProperty("as_of", asOf.toString());
            standing(json, judged.facts().standing());
            if (!judged.facts().media().equals(MediaFindings.NONE))
                media(json, judged.facts().media());
            toldScores(json, judged.facts().scores());
            contentLabels(json, CONTENT_TOLD, judged.facts().content());
            var noted = judged.facts().content().noted(judgement.marks(), judged.judgedAt());
            contentLabels(json, CONTENT_LABELS, noted);
            JsonBytes.strings(
                    json,
                    "permitted",
                    judgement.permissions().permitted().stream()
                            .map(purpose -> purpose.wireName())
                            .sorted()
                            .toList());
            JsonBytes.strings(json, "bases", judgement.permissions().bases());
            JsonBytes.objects(json, "failed", judgement.degraded(), DecisionRecord::failed);
            json.writeObjectPropertyStart("scores");
            judgement.scores().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(score -> json.writeNumberProperty(score.getKey().wireName(), score.getValue()));
            json.writeEndObject();
            JsonBytes.objects(json, "trace", judgement.rules(), (out, matched) -> {
                out.writeStringProperty("rule", matched.rule().id().value());
                out.writeStringProperty("policy", matched.rule().policy());
                out.writeStringProperty("clause", matched.rule().clause());
                out.writeStringProperty("condition", matched.condition());
                JsonBytes.score(out, "score", matched.score());
            });
            JsonBytes.objects(json, "undecided", judgement.undecided(), (out, undecided) -> {
                out.writeStringProperty("rule", undecided.rule().id().value());
                var guard = undecided.rule().guard();
                if (guard != null)
                    out.writeStringProperty("on_unknown", guard.onUnknown().wireName());
                out.writeStringProperty("missing", undecided.missing());
            });
        });
    }

    private static void override(JsonGenerator json, Map.Entry<RuleId, Overrides.Entry> override) {
        json.writeStringProperty("rule", override.getKey().value());
        json.writeStringProperty("kind", override.getValue().kind().name().toLowerCase(Locale.ROOT));
        json.writeStringProperty("reason", override.getValue().reason());
    }

    /** The rules held back then, for holding them back again. */
    public static Overrides overridesOf(byte[] record) {
        return overridesOf(JSON.readTree(record));
    }

    static Overrides overridesOf(JsonNode record) {
        var held = new HashMap<RuleId, Overrides.Entry>();
        for (JsonNode override : record.path("overrides").values())
            held.put(
                    new RuleId(override.required("rule").stringValue()),
                    new Overrides.Entry(
                            Overrides.Kind.valueOf(
                                    override.required("kind").stringValue().toUpperCase(Locale.ROOT)),
                            override.required("reason").stringValue()));
        return Overrides.of(held);
    }

    private static void standing(JsonGenerator json, @Nullable Standing standing) {
        if (standing == null) return;
        json.writeObjectPropertyStart("author");
        JsonBytes.strings(json, "labels", standing.labels());
        json.writeNumberProperty("strikes", standing.strikes());
        json.writeEndObject();
    }

    private static void failed(JsonGenerator json, FailedSignal failed) {
        json.writeStringProperty("signal", failed.signal());
        json.writeStringProperty("reason", failed.reason());
    }

    private static void media(JsonGenerator json, MediaFindings media) {
        json.writeObjectPropertyStart("media");
        JsonBytes.objects(json, "failed", media.failed(), DecisionRecord::failed);
        JsonBytes.objects(json, "known", media.known(), (out, known) -> {
            out.writeStringProperty("bank", known.bank());
            out.writeStringProperty("category", known.category().wireName());
            out.writeNumberProperty("severity", known.severity());
            out.writeNumberProperty("distance", known.distance());
            out.writeBooleanProperty("stands", known.stands());
            if (!known.matchIds().isEmpty()) JsonBytes.strings(out, "match_ids", known.matchIds());
            if (!known.sightings().isEmpty())
                JsonBytes.objects(out, "sightings", known.sightings(), (inner, sighting) -> {
                    inner.writeStringProperty("media_id", sighting.mediaId());
                    inner.writeNumberProperty("start_ms", sighting.startMillis());
                    inner.writeNumberProperty("end_ms", sighting.endMillis());
                    inner.writeNumberProperty("evidence_ms", sighting.evidenceMillis());
                });
        });
        if (!media.unseen().isEmpty()) JsonBytes.strings(json, "unseen", media.unseen());
        json.writeEndObject();
    }

    private static void toldScores(JsonGenerator json, ToldScores told) {
        if (told.equals(ToldScores.NONE)) return;
        json.writeObjectPropertyStart(TOLD_SCORES);
        json.writeObjectPropertyStart("said");
        new TreeMap<>(told.byClassifier()).forEach((classifier, scores) -> {
            json.writeObjectPropertyStart(classifier);
            new TreeMap<>(scores).forEach((category, score) -> json.writeNumberProperty(category.wireName(), score));
            json.writeEndObject();
        });
        json.writeEndObject();
        JsonBytes.objects(json, "failed", told.failed(), DecisionRecord::failed);
        json.writeEndObject();
    }

    private static ToldScores toldScores(JsonNode told) {
        var said = new HashMap<String, Map<Category, Double>>();
        for (var classifier : told.required("said").properties()) {
            var scores = new HashMap<Category, Double>();
            for (var score : classifier.getValue().properties())
                scores.put(
                        Category.ofWireName(score.getKey()).orElseThrow(),
                        score.getValue().doubleValue());
            said.put(classifier.getKey(), scores);
        }
        return new ToldScores(said, failures(told));
    }

    private static List<FailedSignal> failures(JsonNode tree) {
        return tree.required("failed").values().stream()
                .map(it -> new FailedSignal(
                        it.required("signal").stringValue(),
                        it.required("reason").stringValue()))
                .toList();
    }

    private static MediaFindings media(JsonNode media) {
        return new MediaFindings(
                failures(media),
                media.required("known").values().stream()
                        .map(DecisionRecord::known)
                        .toList(),
                media.path("unseen").values().stream()
                        .map(JsonNode::stringValue)
                        .toList());
    }

    private static KnownPicture known(JsonNode known) {
        return new KnownPicture(
                known.required("bank").stringValue(),
                Category.ofWireName(known.required("category").stringValue()).orElseThrow(),
                known.path("severity").intValue(0),
                known.required("distance").intValue(),
                // Of an older record it is not known whether somebody disputed it: no rule acts on that.
                known.path("stands").booleanValue(false),
                known.path("match_ids").values().stream()
                        .map(JsonNode::stringValue)
                        .toList(),
                known.path("sightings").values().stream()
                        .map(it -> new Sighting(
                                it.required("media_id").stringValue(),
                                it.required("start_ms").longValue(),
                                it.required("end_ms").longValue(),
                                it.required("evidence_ms").longValue()))
                        .toList());
    }

    /** Media that nobody had looked at yet then, and for which the decision is provisional. */
    public static List<String> unseenIn(byte[] record) {
        return JSON.readTree(record).at("/media/unseen").values().stream()
                .map(JsonNode::stringValue)
                .toList();
    }

    private static void looks(JsonGenerator json, Content content) {
        var seen = content.parts().stream()
                .flatMap(part ->
                        part instanceof Part.Media media && !media.look().equals(MediaLook.NONE)
                                ? Stream.of(media)
                                : Stream.empty())
                .toList();
        if (seen.isEmpty()) return;
        JsonBytes.objects(json, LOOKS, seen, (out, media) -> {
            out.writeStringProperty("media_id", media.mediaId());
            LookJson.write(out, media.look());
        });
    }

    /** What was seen in media after their content was stored, by their ids. */
    static Map<String, MediaLook> looksOf(JsonNode record) {
        if (!record.has(LOOKS)) return Map.of();
        var looks = new HashMap<String, MediaLook>();
        for (JsonNode look : record.path(LOOKS).values())
            looks.put(look.required("media_id").stringValue(), LookJson.read(look));
        return looks;
    }

    private static void contentLabels(JsonGenerator json, String name, ContentLabels labels) {
        if (labels.until().isEmpty()) return;
        json.writeObjectPropertyStart(name);
        labels.until().forEach((label, until) -> json.writeStringProperty(label, until.toString()));
        json.writeEndObject();
    }

    private static ContentLabels contentLabels(JsonNode record, String name) {
        if (!record.has(name)) return ContentLabels.NONE;
        var until = new TreeMap<String, Instant>();
        for (var label : record.path(name).properties())
            until.put(label.getKey(), Instant.parse(label.getValue().stringValue()));
        return new ContentLabels(until);
    }

    /** What this decision and those before it noted on the content and has not expired: to be told when it is judged again. */
    public static ContentLabels contentLabelsOf(byte[] record, Instant now) {
        return contentLabelsOf(JSON.readTree(record)).asOf(now);
    }

    static ContentLabels contentLabelsOf(JsonNode record) {
        return contentLabels(record, CONTENT_LABELS);
    }

    /** The facts told then, for telling them again. */
    public static Facts factsOf(byte[] record) {
        return factsOf(JSON.readTree(record));
    }

    static Facts factsOf(JsonNode tree) {
        var counts = new HashMap<FactKey, Long>();
        for (var fact : tree.get("facts").properties())
            counts.put(factKey(fact.getKey()), fact.getValue().longValue());
        JsonNode asOf = tree.has("as_of") ? tree.get("as_of") : tree.required("judged_at");
        var facts = Facts.of(counts).with(contentLabels(tree, CONTENT_TOLD)).at(StoredTime.parse(asOf.stringValue()));
        if (tree.has(TOLD_SCORES)) facts = facts.with(toldScores(tree.get(TOLD_SCORES)));
        if (tree.has("media")) facts = facts.with(media(tree.get("media")));
        JsonNode author = tree.get("author");
        return author == null ? facts : facts.with(standing(author));
    }

    private static FactKey factKey(String wireName) {
        var known = FACT_KEYS.get(wireName);
        if (known != null) return known;
        String[] key = wireName.split("/", 2);
        var read = new FactKey(key[0], Duration.parse(key[1]));
        if (FACT_KEYS.size() < MOST_FACT_KEYS) FACT_KEYS.put(wireName, read);
        return read;
    }

    private static Standing standing(JsonNode author) {
        var labels = new TreeSet<String>();
        author.required("labels").values().forEach(label -> labels.add(label.stringValue()));
        return new Standing(labels, author.required("strikes").doubleValue());
    }
}
