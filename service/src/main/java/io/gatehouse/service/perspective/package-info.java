/**
 * The contract of the Perspective API, for platforms that spoke it before. Read {@link
 * io.gatehouse.service.perspective.AnalyzeController} first; {@link io.gatehouse.service.perspective.Attribute} says which attribute
 * means what here. Nothing is stored.
 */
@NullMarked
package io.gatehouse.service.perspective;

import org.jspecify.annotations.NullMarked;
