// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import org.jspecify.annotations.Nullable;

import java.nio.file.attribute.GroupPrincipal;

/**
 * Who may connect to a socket: whoever may write to its file.
 *
 * @param mode the permissions of the file, 0 to 0777; the umask has no part in it
 * @param group whose the file is; null for what the system makes it
 */
public record SocketAccess(int mode, @Nullable GroupPrincipal group) {
    /** Whoever started the calendar, and root. */
    public static final SocketAccess OWNER = new SocketAccess(0600, null);
}
