/**
 * Lets regions attest what they hold, again and again. Read {@link io.gatehouse.jobs.attestation.AttestationJob} first.
 */
@NullMarked
package io.gatehouse.jobs.attestation;

import org.jspecify.annotations.NullMarked;
