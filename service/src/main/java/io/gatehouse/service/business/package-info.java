/**
 * What a business user gets of its own end users (DMA Art. 6(10)): counts always, and single contents of those who opted in for
 * that business user. Read {@link io.gatehouse.service.business.BusinessDay} first.
 */
@NullMarked
package io.gatehouse.service.business;

import org.jspecify.annotations.NullMarked;
