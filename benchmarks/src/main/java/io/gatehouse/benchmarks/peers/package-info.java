/**
 * Gatehouse's text rules beside the text filters that platforms pick today. Read {@link
 * io.gatehouse.benchmarks.peers.PeersCommand} first.
 */
@NullMarked
package io.gatehouse.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
