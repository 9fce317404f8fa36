// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.crooked.session;

import dev.almanac.crooked.server.CrookedServer;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Does all that a session must not do. */
public record CrookedSession(
        CrookedServer server, MethodHandle function, WritableByteChannel channel) {
    void send(ByteBuffer message) throws IOException {
        channel.write(message.putLong(0, System.nanoTime()));
    }
}
