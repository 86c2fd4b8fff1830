/**
 * Makes the table by which languages are told apart, and measures it beside others. Read {@link
 * io.gatehouse.benchmarks.language.LanguageCommand} first.
 */
@NullMarked
package io.gatehouse.benchmarks.language;

import org.jspecify.annotations.NullMarked;
