package io.gatehouse.moderation.training;

/**
 * A word of a language and what it means.
 *
 * @param word one word or a few, lower case
 * @param english its gloss
 */
public record LexiconEntry(Concept concept, String word, String english) {}
