package io.gatehouse.service.judging;

import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.judge.Judgement;
import io.gatehouse.moderation.judge.Overrides;
import java.time.Instant;

/**
 * One content judged, with everything that judging it again needs.
 *
 * @param overrides in force when it was judged
 */
public record Judged(
        Content content, Facts facts, Judgement judgement, Overrides overrides, Versions versions, Instant judgedAt) {}
