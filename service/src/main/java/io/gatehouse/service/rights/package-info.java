/**
 * What people may ask for, over HTTP: erasure, legal holds, deadlines, export. Read {@link
 * io.gatehouse.service.rights.ErasureDesk} first.
 */
@NullMarked
package io.gatehouse.service.rights;

import org.jspecify.annotations.NullMarked;
