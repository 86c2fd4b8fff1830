/**
 * Notices, cases, appeals, orders and disputes over HTTP: what people report and decide (DSA Art. 9, 10, 16, 20, 21). Read {@link
 * io.gatehouse.service.casework.NoticeDesk} first, then {@link io.gatehouse.service.casework.CaseDesk}.
 */
@NullMarked
package io.gatehouse.service.casework;

import org.jspecify.annotations.NullMarked;
