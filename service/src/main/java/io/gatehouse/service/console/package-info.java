/**
 * The console: pages for whoever runs Gatehouse. They show and do what the API shows and does, by the same services, for the same
 * roles ({@link io.gatehouse.service.access.AccessRules}). Read {@link io.gatehouse.service.console.ConsoleDoor} for who is let
 * in, {@link io.gatehouse.service.console.Pages} for how a page is made, and {@link
 * io.gatehouse.service.console.JobPagesController} for an example. What comes later (review queues) is a controller and a
 * template of its own beside it, with a line in the head of {@code layout.html}.
 */
@NullMarked
package io.gatehouse.service.console;

import org.jspecify.annotations.NullMarked;
