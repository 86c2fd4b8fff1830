/**
 * What anyone entitled may check: the regions, and each region's log as C2SP tlog-tiles. Read {@link
 * io.gatehouse.service.audit.LogController} first.
 */
@NullMarked
package io.gatehouse.service.audit;

import org.jspecify.annotations.NullMarked;
