/**
 * Who moderates, who is reached and who flags, as dated files, and what is due when. Read {@link
 * io.gatehouse.service.register.Registers} first.
 */
@NullMarked
package io.gatehouse.service.register;

import org.jspecify.annotations.NullMarked;
