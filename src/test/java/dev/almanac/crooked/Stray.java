// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.crooked;

/** Belongs to no layer. */
final class Stray {
    private Stray() {}
}
