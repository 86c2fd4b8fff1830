package io.gatehouse.moderation.signal;

/** A way of observing that could not be asked. Never "nothing found": the surface's {@code on_failure} decides. */
public record FailedSignal(String signal, String reason) {}
