/**
 * What a region holds, counted and digested, signed with the key of its log; anybody who has the region's export counts
 * and digests again. Read {@link io.gatehouse.residency.attestation.Attestation} first.
 */
@NullMarked
package io.gatehouse.residency.attestation;

import org.jspecify.annotations.NullMarked;
