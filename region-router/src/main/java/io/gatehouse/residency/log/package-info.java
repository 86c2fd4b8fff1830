/**
 * The region's append-only log: entries, RFC 6962 tree, signed checkpoints, and the verifier that needs neither
 * database nor trust. Read {@link io.gatehouse.residency.log.LogEntry} first, then LogVerifier.
 */
@NullMarked
package io.gatehouse.residency.log;

import org.jspecify.annotations.NullMarked;
