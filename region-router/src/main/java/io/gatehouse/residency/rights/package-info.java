/**
 * What people may ask for, and what keeps it waiting: erasure and its certificate, legal holds, deadlines. Read {@link
 * io.gatehouse.residency.rights.Erasures} first.
 */
@NullMarked
package io.gatehouse.residency.rights;

import org.jspecify.annotations.NullMarked;
