/**
 * Who reads personal data, from where, for what: reads from inside the zone of the data's law are recorded, reads from
 * elsewhere are crossings and need a basis and a grant. Read {@link io.gatehouse.residency.operator.OperatorGate} first.
 */
@NullMarked
package io.gatehouse.residency.operator;

import org.jspecify.annotations.NullMarked;
