// SPDX-License-Identifier: BSD-3-Clause
/** JSON (RFC 8259), as far as commands and reports for other programs need it. */
@NullMarked
package dev.almanac.json;

import org.jspecify.annotations.NullMarked;
