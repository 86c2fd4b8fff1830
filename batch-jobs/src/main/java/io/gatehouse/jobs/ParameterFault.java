package io.gatehouse.jobs;

/**
 * One thing that is wrong with what a job was asked to do.
 *
 * @param parameter its name; empty when the whole request is meant
 */
public record ParameterFault(String parameter, String message) {}
