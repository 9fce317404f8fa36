// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.crooked.server;

import dev.almanac.crooked.session.CrookedSession;

/** May know a session, but that one knows it too. */
public record CrookedServer(CrookedSession session) {}
