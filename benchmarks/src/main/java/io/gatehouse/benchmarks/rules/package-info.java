/**
 * How fast many text rules are matched, beside other matchers on the same rules and texts. Read {@link
 * io.gatehouse.benchmarks.rules.RulesCommand} first.
 */
@NullMarked
package io.gatehouse.benchmarks.rules;

import org.jspecify.annotations.NullMarked;
