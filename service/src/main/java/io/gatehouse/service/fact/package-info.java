/** What is counted about authors, for rules that ask. Read {@link io.gatehouse.service.fact.FactCounters}. */
@NullMarked
package io.gatehouse.service.fact;

import org.jspecify.annotations.NullMarked;
