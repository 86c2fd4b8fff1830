/** What commands show on a terminal: progress bars and tables. Read {@link io.gatehouse.service.terminal.ProgressBar}. */
@NullMarked
package io.gatehouse.service.terminal;

import org.jspecify.annotations.NullMarked;
