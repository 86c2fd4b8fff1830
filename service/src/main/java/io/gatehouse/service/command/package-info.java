/**
 * The command line. Read {@link io.gatehouse.service.command.GatehouseCommand} first: it lists the commands and the
 * exit codes; each command is one class that parses its options and calls one thing.
 */
@NullMarked
package io.gatehouse.service.command;

import org.jspecify.annotations.NullMarked;
