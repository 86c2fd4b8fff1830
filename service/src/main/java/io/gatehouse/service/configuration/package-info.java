/** What an operator may set, validated. Read {@link io.gatehouse.service.configuration.GatehouseProperties}. */
@NullMarked
package io.gatehouse.service.configuration;

import org.jspecify.annotations.NullMarked;
