package io.gatehouse.service.screen;

import io.gatehouse.moderation.judge.Judgement;
import io.gatehouse.service.decision.JudgementJson;
import java.io.ByteArrayOutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Collects results as JSON, one object a line. Not thread-safe. */
final class ResultLines {
    private static final JsonFactory JSON = new JsonFactory();

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);

    void add(String id, Judgement judgement) {
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            json.writeStringProperty("id", id);
            JudgementJson.writeFindings(json, judgement);
            json.writeEndObject();
        }
        bytes.write('\n');
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }
}
