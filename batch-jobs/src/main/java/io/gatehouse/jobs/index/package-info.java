/** Makes the index of a region anew from its cell. Read {@link io.gatehouse.jobs.index.SearchIndexJob} first. */
@NullMarked
package io.gatehouse.jobs.index;

import org.jspecify.annotations.NullMarked;
