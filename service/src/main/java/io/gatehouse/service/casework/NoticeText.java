package io.gatehouse.service.casework;

import io.gatehouse.service.casework.NoticeReader.NoticeRequest;
import io.gatehouse.service.casework.Subjects.Located;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a notice said, as its cell keeps it: JSON, sealed under the notice's own key. */
final class NoticeText {
    private static final JsonMapper JSON = JsonMapper.shared();

    private NoticeText() {}

    static byte[] notifier(NoticeRequest request) {
        var notifier = JSON.createObjectNode();
        if (request.notifier() != null) {
            notifier.put("name", request.notifier().name());
            notifier.put("email", request.notifier().email());
        }
        return JSON.writeValueAsBytes(notifier);
    }

    /** Of one region: where people see what lies elsewhere is not said here. */
    static byte[] text(NoticeRequest request, List<Located> part) {
        var text = JSON.createObjectNode();
        text.put("explanation", request.explanation());
        var urls = text.putObject("urls");
        for (var each : part)
            if (each.item().url() != null)
                urls.put(Integer.toString(each.n()), each.item().url());
        return JSON.writeValueAsBytes(text);
    }

    static JsonNode read(byte[] json) {
        return JSON.readTree(json);
    }
}
