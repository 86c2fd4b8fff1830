package io.gatehouse.moderation.classifier;

import io.gatehouse.moderation.evaluation.EvaluationReport;
import java.nio.file.Path;

/**
 * What training made.
 *
 * @param digest {@code sha256:} and the digest of the file
 * @param learnedFrom texts the weights come from
 * @param calibratedOn further texts the calibration comes from
 * @param heldOut quality on texts that neither saw
 */
public record TrainingReport(
        String model,
        Path file,
        long bytes,
        String digest,
        int learnedFrom,
        int calibratedOn,
        EvaluationReport heldOut) {}
