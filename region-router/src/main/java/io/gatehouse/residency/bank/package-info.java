/** Hash banks of a region, kept in its cell. Read {@link io.gatehouse.residency.bank.HashBankStore} first. */
@NullMarked
package io.gatehouse.residency.bank;

import org.jspecify.annotations.NullMarked;
