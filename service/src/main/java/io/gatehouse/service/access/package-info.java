/**
 * Who may do what: API keys with roles, hashed at rest. Read {@link io.gatehouse.service.access.AccessRules} for
 * the table of routes and roles, and {@link io.gatehouse.service.access.AccessFilter} for where it is asked.
 */
@NullMarked
package io.gatehouse.service.access;

import org.jspecify.annotations.NullMarked;
