/**
 * JSON as strictly as the contract asks: unknown fields, duplicate fields and wrong types are refused, all at
 * once and with a pointer each. Read {@link io.gatehouse.service.json.JsonObjectReader} first.
 */
@NullMarked
package io.gatehouse.service.json;

import org.jspecify.annotations.NullMarked;
