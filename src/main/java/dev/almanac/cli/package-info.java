// SPDX-License-Identifier: BSD-3-Clause
/** The command line: options, commands, exit statuses. */
@NullMarked
package dev.almanac.cli;

import org.jspecify.annotations.NullMarked;
