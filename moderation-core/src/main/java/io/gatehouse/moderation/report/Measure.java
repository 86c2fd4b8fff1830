package io.gatehouse.moderation.report;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What kind of value a cell of the template takes. */
public enum Measure {
    /** A whole number, not negative. */
    @JsonProperty("count")
    COUNT,
    /** A median time in hours. */
    @JsonProperty("hours")
    HOURS,
    /** A number from 0 to 1. */
    @JsonProperty("share")
    SHARE,
    /** Full-time equivalents: not negative, fractions allowed. */
    @JsonProperty("number")
    NUMBER,
    @JsonProperty("text")
    TEXT,
    /** YYYY-MM-DD. */
    @JsonProperty("date")
    DATE
}
