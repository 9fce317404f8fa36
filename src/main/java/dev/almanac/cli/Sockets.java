// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import dev.almanac.server.SocketAccess;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.List;
import java.util.regex.Pattern;

/** The options that say who may connect to the sockets. */
final class Sockets {
    static final Option MODE =
            Option.value(
                            "socket-mode",
                            "OCTAL",
                            "permissions of the sockets; who may write may connect (default 600)")
                    .detail("Whatever the umask is.");
    static final Option GROUP =
            Option.value(
                    "socket-group",
                    "GROUP",
                    "group of the sockets, by name or number (their mode is 660 then)");

    static final List<Option> OPTIONS = List.of(MODE, GROUP);

    private static final Pattern OCTAL = Pattern.compile("0?[0-7]{3}");
    private static final int GROUP_TOO = 0660;

    private Sockets() {}

    static SocketAccess access(Arguments arguments) throws UsageException {
        GroupPrincipal group = group(arguments.value(GROUP));
        String mode = arguments.value(MODE);
        if (mode == null) {
            return group == null ? SocketAccess.OWNER : new SocketAccess(GROUP_TOO, group);
        }
        if (!OCTAL.matcher(mode).matches()) {
            throw new UsageException(
                    "--socket-mode=" + mode + ": must be three octal digits, such as 660");
        }
        return new SocketAccess(Integer.parseInt(mode, 8), group);
    }

    private static @Nullable GroupPrincipal group(@Nullable String name) throws UsageException {
        if (name == null) {
            return null;
        }
        try {
            return FileSystems.getDefault()
                    .getUserPrincipalLookupService()
                    .lookupPrincipalByGroupName(name);
        } catch (UserPrincipalNotFoundException e) {
            throw new UsageException("--socket-group=" + name + ": there is no such group");
        } catch (IOException e) {
            throw new UsageException("--socket-group=" + name + ": " + e.getMessage());
        }
    }
}
