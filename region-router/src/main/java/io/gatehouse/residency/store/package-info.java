/**
 * Objects in their home region: one contract, on files and on S3. Read {@link
 * io.gatehouse.residency.store.RegionStore} first.
 */
@NullMarked
package io.gatehouse.residency.store;

import org.jspecify.annotations.NullMarked;
