/**
 * Asking for leave to cross: rulings for those who carry a transfer out elsewhere, and the book of all that was asked. Read
 * {@link io.gatehouse.service.crossing.TransferController} first.
 */
@NullMarked
package io.gatehouse.service.crossing;

import org.jspecify.annotations.NullMarked;
