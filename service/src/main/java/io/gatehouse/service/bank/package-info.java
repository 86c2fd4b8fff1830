/** Hash banks over HTTP and in memory on every node. Read {@link io.gatehouse.service.bank.HashBankDesk} first. */
@NullMarked
package io.gatehouse.service.bank;

import org.jspecify.annotations.NullMarked;
