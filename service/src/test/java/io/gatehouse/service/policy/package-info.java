@NullMarked
package io.gatehouse.service.policy;

import org.jspecify.annotations.NullMarked;
