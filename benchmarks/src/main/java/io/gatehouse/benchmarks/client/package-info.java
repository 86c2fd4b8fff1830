/**
 * HTTP/1.1 from one thread over many connections, cheap enough to share two cores with the server under test. Read {@link
 * io.gatehouse.benchmarks.client.HttpLoop} first.
 */
@NullMarked
package io.gatehouse.benchmarks.client;

import org.jspecify.annotations.NullMarked;
