/**
 * What is counted and noted about people, for rules that ask. Read {@link io.gatehouse.service.fact.FactDesk}, then
 * {@link io.gatehouse.service.fact.FactStore}.
 */
@NullMarked
package io.gatehouse.service.fact;

import org.jspecify.annotations.NullMarked;
