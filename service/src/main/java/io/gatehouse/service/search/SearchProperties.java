package io.gatehouse.service.search;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param enabled whether each region served has an index; without, the indexes of before are removed at the start */
@ConfigurationProperties("gatehouse.search")
public record SearchProperties(@DefaultValue("true") boolean enabled) {}
