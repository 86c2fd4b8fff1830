/**
 * Before every read of personal data over HTTP: who asks, from which country, for what; grants for those who sit
 * elsewhere; and the list of all of it. Read {@link io.gatehouse.service.operator.OperatorDesk} first.
 */
@NullMarked
package io.gatehouse.service.operator;

import org.jspecify.annotations.NullMarked;
