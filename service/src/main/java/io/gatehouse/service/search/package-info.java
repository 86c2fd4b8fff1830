/**
 * Search for auditors and investigators: questions over HTTP, what may be asked by whom, and the indexes of the regions served.
 * Read {@link io.gatehouse.service.search.SearchController} first.
 */
@NullMarked
package io.gatehouse.service.search;

import org.jspecify.annotations.NullMarked;
