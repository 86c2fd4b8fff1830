/**
 * Classifiers that somebody else runs, asked over HTTP. Read {@link io.gatehouse.service.classifier.ClassifierDesk} first: it asks the transfer
 * gate before a text leaves its home region, and tells every failure as one.
 */
@NullMarked
package io.gatehouse.service.classifier;

import org.jspecify.annotations.NullMarked;
