package io.gatehouse.service.judging;

import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.judge.Judgement;
import java.time.Instant;

/** One content judged, with everything that judging it again needs. */
public record Judged(Content content, Facts facts, Judgement judgement, Versions versions, Instant judgedAt) {}
