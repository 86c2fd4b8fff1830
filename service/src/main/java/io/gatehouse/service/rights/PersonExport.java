package io.gatehouse.service.rights;

import io.gatehouse.residency.cell.NotesTopic;
import io.gatehouse.residency.cell.PersonReader;
import io.gatehouse.residency.cell.PersonReader.OwnContent;
import io.gatehouse.residency.cell.PersonReader.OwnDecision;
import io.gatehouse.residency.cell.Uploads;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.media.OpeningStream;
import io.gatehouse.residency.media.SealedParts;
import io.gatehouse.residency.store.ObjectKey;
import io.gatehouse.service.decision.Answer;
import io.gatehouse.service.region.ServedRegion;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes everything about a person into a zip, page by page (docs/rights.md has the format). */
final class PersonExport {
    static final String TYPE = "gatehouse/person-export/1";

    /** Contents of one page in memory: at the longest texts some twenty megabytes. */
    private static final int CONTENTS_AT_ONCE = 100;

    private static final int MEDIA_AT_ONCE = 100;

    private static final JsonMapper JSON = JsonMapper.shared();

    private final List<ServedRegion> regions;
    private final AccountRef account;
    private final OtherPeople others = new OtherPeople();

    PersonExport(List<ServedRegion> regions, AccountRef account) {
        this.regions = regions;
        this.account = account;
    }

    /** @param manifest what the copy says about itself, without what is counted at the end */
    void write(OutputStream out, Map<String, Object> manifest, boolean withAccount, Instant now) throws IOException {
        try (var file = new ExportFile(out)) {
            file.entry("manifest.json", JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest));
            for (ServedRegion region : regions) {
                Optional<PersonReader> person = region.cell().person(account);
                if (person.isPresent()) write(file, region, person.get(), withAccount);
            }
            var end = new LinkedHashMap<String, Object>();
            end.put("type", TYPE + "/end");
            end.put("completed_at", now.toString());
            end.put("files", file.written());
            file.entry("end.json", JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(end));
        }
    }

    private void write(ExportFile file, ServedRegion region, PersonReader person, boolean withAccount)
            throws IOException {
        String below = region.id().value() + '/';
        if (withAccount) {
            file.entry(below + "account.json", account(region, person));
            for (var topic : NotesTopic.values()) {
                byte[] notes = person.notes(topic);
                if (notes.length > 0) file.entry(below + nameOf(topic) + ".json", pretty(JSON.readTree(notes)));
            }
        }
        file.entry(below + "contents.ndjson", out -> contents(region, person, out));
        // Before the media: one that is whole meanwhile is among these.
        uploads(file, region, person);
        media(file, region, person);
    }

    private static String nameOf(NotesTopic topic) {
        return topic.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static byte[] account(ServedRegion region, PersonReader person) {
        var fields = JSON.createObjectNode();
        fields.put("home_region", region.id().value());
        fields.put("jurisdiction", region.region().jurisdiction().id());
        fields.put("created_at", person.createdAt().toString());
        byte[] profile = person.profile();
        if (profile.length > 0) fields.set("profile", JSON.readTree(profile));
        return pretty(fields);
    }

    private static byte[] pretty(JsonNode tree) {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(tree);
    }

    private long contents(ServedRegion region, PersonReader person, OutputStream out) throws IOException {
        long written = 0;
        long after = -1;
        while (true) {
            var page = person.contents(after, CONTENTS_AT_ONCE);
            for (var content : page) {
                out.write(JSON.writeValueAsBytes(line(region, content)));
                out.write('\n');
                written++;
            }
            if (page.size() < CONTENTS_AT_ONCE) return written;
            after = page.getLast().index();
        }
    }

    private ObjectNode line(ServedRegion region, OwnContent own) {
        var line = JSON.createObjectNode();
        line.put("screening_id", own.screeningId());
        own.name().ifPresent(name -> line.put("content_id", name));
        line.put("told_by", own.client());
        if (own.content().length > 0 && JSON.readTree(own.content()) instanceof ObjectNode content) {
            others.redact(content);
            line.set("content", content);
        }
        if (own.revision() > 1) line.put("revision", own.revision());
        var earlier = own.earlier().isEmpty() ? null : line.putArray("earlier_revisions");
        for (var each : own.earlier()) {
            if (earlier == null || !(JSON.readTree(each.content()) instanceof ObjectNode content)) continue;
            others.redact(content);
            earlier.addObject().put("revision", each.number()).set("content", content);
        }
        var decisions = line.putArray("decisions");
        for (var decision : own.decisions()) decisions.add(decision(region, decision));
        return line;
    }

    private static ObjectNode decision(ServedRegion region, OwnDecision own) {
        var decision = JSON.createObjectNode();
        decision.put("decision_id", own.decisionId());
        if (own.revision() > 1) decision.put("revision", own.revision());
        decision.put("decided_at", own.report().decidedAt().toString());
        decision.put("verdict", own.report().verdict());
        decision.put("log", region.id().value());
        decision.put("log_index", own.index());
        if (own.answer().length > 0)
            decision.set("answer", JSON.readTree(Answer.complete(own.answer(), region.id(), own.index())));
        if (own.record().length > 0) decision.set("how", JSON.readTree(own.record()));
        return decision;
    }

    private void media(ExportFile file, ServedRegion region, PersonReader person) throws IOException {
        var after = "";
        while (true) {
            var page = person.media(after, MEDIA_AT_ONCE);
            for (var media : page) {
                var name = region.id().value() + "/media/" + media.mediaId();
                file.entry(name + ".json", media.description());
                var object = region.store().get(new ObjectKey(media.objectKey()));
                if (object.isEmpty()) continue;
                try (var plain = new OpeningStream(object.get(), person.key(), media.mediaId())) {
                    file.entry(name, plain);
                }
            }
            if (page.size() < MEDIA_AT_ONCE) return;
            after = page.getLast().mediaId();
        }
    }

    /** What came of uploads that are not finished, and what they were announced to be. */
    private void uploads(ExportFile file, ServedRegion region, PersonReader person) throws IOException {
        var uploads = region.cell().uploads();
        var after = "";
        while (true) {
            var page = uploads.unfinished(account, after, MEDIA_AT_ONCE);
            for (var upload : page) {
                var name = region.id().value() + "/uploads/" + upload.id();
                var sealed = new SealedParts(region.store(), person.key(), upload.id());
                file.entry(name + ".json", pretty(describe(upload)));
                file.entry(name, out -> {
                    long written = 0;
                    for (var part : uploads.parts(upload.id())) {
                        var plain = sealed.find(part);
                        // It ended while it was read; what it became follows, if it became anything.
                        if (plain.isEmpty()) break;
                        out.write(plain.get());
                        written++;
                    }
                    return written;
                });
            }
            if (page.size() < MEDIA_AT_ONCE) return;
            after = page.getLast().id();
        }
    }

    private static JsonNode describe(Uploads.Upload upload) {
        var fields = JSON.createObjectNode();
        fields.put("upload_id", upload.id());
        fields.put("state", upload.state() == Uploads.State.FAILED ? "failed" : "unfinished");
        fields.put("size_bytes", upload.sizeBytes());
        fields.put("received_bytes", upload.receivedBytes());
        fields.put("expires_at", upload.expiresAt().toString());
        fields.set("announced", JSON.readTree(upload.description()));
        return fields;
    }

    /** What a reader of the copy must know and no file of it says. */
    static List<String> notes() {
        var notes = new ArrayList<String>();
        notes.add(
                "Other people in your conversations are called person-1, person-2 and so on, in lists and where a text"
                        + " mentions them by id. What a text says of others in words could not be changed, because nobody"
                        + " knows whom it means.");
        notes.add("Who reported a content is never in this copy: their rights stand against it (GDPR Art. 15(4)).");
        notes.add("Legal holds are not in this copy; telling of one could defeat it (GDPR Art. 23(1)(d)).");
        notes.add("Counters of what was seen in the last 24 hours are keyed numbers, which cannot be read back.");
        notes.add("A copy without the file end.json was cut short: ask for it again.");
        return notes;
    }
}
