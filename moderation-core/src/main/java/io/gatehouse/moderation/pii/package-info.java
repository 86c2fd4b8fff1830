/**
 * Personal data that shows by its form and check digits. Read {@link io.gatehouse.moderation.pii.PersonalData} first.
 */
@NullMarked
package io.gatehouse.moderation.pii;

import org.jspecify.annotations.NullMarked;
