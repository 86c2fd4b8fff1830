/** The description of the HTTP interface, for people and generators. Read {@code openapi.json} among the resources. */
@NullMarked
package io.gatehouse.service.openapi;

import org.jspecify.annotations.NullMarked;
