// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import java.util.List;

/**
 * Options of a command that belong together.
 *
 * @param title what they are about, as a heading
 */
record OptionGroup(String title, List<Option> options) {}
