/**
 * Learns the layers of the encoder of sentences anew, with PyTorch. Apart from the program, which never needs PyTorch: what is learned
 * here ships as a file. Read {@link io.gatehouse.tuning.TuneEncoder} first.
 */
@NullMarked
package io.gatehouse.tuning;

import org.jspecify.annotations.NullMarked;
