/**
 * What runs inside of the cage: a small program that decodes pictures and videos which nobody trusts, and hashes them. It
 * reads jobs from its standard input and answers on its standard output; it opens no file and no socket. Nothing here is
 * called by the program itself, except the words of the {@linkplain io.gatehouse.moderation.decode.Wire wire}. Read {@link
 * io.gatehouse.moderation.decode.DecodeWorker} first.
 */
@NullMarked
package io.gatehouse.moderation.decode;

import org.jspecify.annotations.NullMarked;
