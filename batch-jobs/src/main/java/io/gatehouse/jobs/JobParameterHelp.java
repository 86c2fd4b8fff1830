package io.gatehouse.jobs;

/**
 * What a parameter of a job is for, in the words shown to people.
 *
 * @param byDefault what happens when it is not given
 */
public record JobParameterHelp(String name, String description, String byDefault) {}
