// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.load;

import dev.almanac.sys.Linux;
import dev.almanac.sys.LinuxSyscalls;
import dev.almanac.sys.SockaddrUn;
import dev.almanac.sys.SyscallException;
import dev.almanac.sys.Syscalls;
import dev.almanac.wire.Message;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A program that sends back each 16 bytes: the least that any calendar has to do for a turn. */
final class Echo {
    private Echo() {}

    /** Serves one connection to the socket that is given, until it ends. */
    public static void main(String[] args) {
        Syscalls sys = new LinuxSyscalls();
        try (Arena arena = Arena.ofConfined()) {
            SockaddrUn address = new SockaddrUn(arena, args[0]);
            int listener =
                    SyscallException.check(
                            "socket", sys.socket(Linux.AF_UNIX, Linux.SOCK_STREAM, 0));
            SyscallException.check("bind", sys.bind(listener, address.segment(), address.length()));
            SyscallException.check("listen", sys.listen(listener, 1));
            int peer = SyscallException.check("accept4", sys.accept4(listener, 0));
            MemorySegment bytes = arena.allocate(Message.LAYOUT);
            while (sys.recv(peer, bytes, Message.SIZE, 0) == Message.SIZE) {
                sys.send(peer, bytes, Message.SIZE, Linux.MSG_NOSIGNAL);
            }
        }
    }
}
