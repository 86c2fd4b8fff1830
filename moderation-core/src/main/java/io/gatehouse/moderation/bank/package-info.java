/** What it means that something is near a known hash. Pure. Read {@link io.gatehouse.moderation.bank.BankRules} first. */
@NullMarked
package io.gatehouse.moderation.bank;

import org.jspecify.annotations.NullMarked;
