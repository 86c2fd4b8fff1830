package io.gatehouse.jobs.report;

import io.gatehouse.moderation.report.ReportSubject.Practice;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a reader must know of a number, for the columns of context; counted while the report is filled. */
final class Remarks {
    private final Map<Practice, Map<String, Long>> counted = new LinkedHashMap<>();

    /** @param sentence with {@code %d} for how many there are */
    void count(int sheet, String id, String sentence, long number) {
        counted.computeIfAbsent(new Practice(sheet, id), _ -> new LinkedHashMap<>())
                .merge(sentence, number, Long::sum);
    }

    /** After what the operator says there. */
    Map<Practice, String> after(Map<Practice, String> said) {
        var all = new LinkedHashMap<>(said);
        counted.forEach((practice, sentences) -> sentences.forEach((sentence, number) -> {
            String remark = sentence.replace("%d", Long.toString(number));
            all.merge(practice, remark, (before, more) -> before + " " + more);
        }));
        return all;
    }
}
