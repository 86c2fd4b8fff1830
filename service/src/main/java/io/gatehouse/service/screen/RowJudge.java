package io.gatehouse.service.screen;

import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.content.ContentId;
import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.judge.Judgement;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.judge.StageTimes;
import io.gatehouse.moderation.law.Permissions;
import java.time.Instant;
import java.util.List;

/**
 * Judges rows of files.
 *
 * @param now stands for the time at which each row was made
 */
record RowJudge(Instant now) {
    Judgement judge(Moderator moderator, Row.Message message, Permissions permissions, StageTimes times) {
        var content = new Content(
                new ContentId(message.id().length() > ContentId.MAX_LENGTH ? "too-long" : message.id()),
                message.surface(),
                now,
                message.country() == null ? "ZZ" : message.country(),
                message.language(),
                List.of(new Part.Text(message.text())));
        // A file has no authors at a rate: nothing is counted, and every counter stands at this one message.
        var seen = moderator.observeAgain(content, permissions, times);
        return moderator.conclude(
                content, seen, Facts.still(seen.wantedFacts(), 1).at(now));
    }
}
