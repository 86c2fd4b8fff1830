package io.gatehouse.policies;

import io.gatehouse.moderation.classifier.Models;
import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.content.ContentId;
import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.fact.FactKey;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.judge.Deadline;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.language.OpenNlpLanguageIdentifier;
import io.gatehouse.moderation.law.Permissions;
import io.gatehouse.moderation.law.Purpose;
import io.gatehouse.policies.ScreeningRow.Half;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The innocent list judged as a message is: models, language and all. Prints which rules match; texts of the tuning half only. */
final class JudgedInnocents {
    private JudgedInnocents() {}

    public static void main(String[] arguments) {
        var models = Models.load(ShippedPolicies.DIRECTORY);
        var moderator = new Moderator(
                ShippedPolicies.load(),
                OpenNlpLanguageIdentifier.load(OpenNlpLanguageIdentifier.DEFAULT_LANGUAGES),
                List.of(models.named("toxicity").orElseThrow()));
        var byRule = new TreeMap<String, Integer>();
        var rows = ScreeningRow.innocents();
        int flagged = 0;
        for (var row : rows) {
            var content = new Content(
                    new ContentId(row.id()),
                    Surface.COMMENT,
                    Instant.EPOCH,
                    "ZZ",
                    null,
                    List.of(new Part.Text(row.text())));
            var seen = moderator.observe(
                    content, new Permissions(EnumSet.allOf(Purpose.class), List.of(), List.of()), Deadline.NONE);
            Map<FactKey, Long> counts = new HashMap<>();
            seen.wantedFacts().forEach(key -> counts.put(key, 1L));
            var judged = moderator.conclude(content, seen, Facts.of(counts));
            var rules = judged.rules().stream()
                    .map(matched -> matched.rule().id().value())
                    .filter(rule -> !rule.startsWith("pii"))
                    .toList();
            if (!rules.isEmpty()) flagged++;
            rules.forEach(rule -> byRule.merge(rule, 1, Integer::sum));
            if (!rules.isEmpty() && row.half() == Half.TUNE)
                System.out.println(row.group() + "\t" + row.language() + "\t" + judged.language() + "\t" + rules + "\t"
                        + row.text());
        }
        System.out.println(flagged + " of " + rows.size() + " " + byRule);
    }
}
