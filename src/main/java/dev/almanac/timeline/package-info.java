// SPDX-License-Identifier: BSD-3-Clause
/** A recorded simulation as a picture: a page for a browser, or a file for Perfetto. */
@NullMarked
package dev.almanac.timeline;

import org.jspecify.annotations.NullMarked;
