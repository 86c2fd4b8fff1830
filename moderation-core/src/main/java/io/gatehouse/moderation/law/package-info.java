/**
 * Law as dated data: which purposes may look at a surface, where and when. Read {@link
 * io.gatehouse.moderation.law.LawCalendar} first.
 */
@NullMarked
package io.gatehouse.moderation.law;

import org.jspecify.annotations.NullMarked;
