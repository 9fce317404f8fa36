// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sys.SyscallException;
import dev.almanac.sys.Syscalls;

/** How a calendar reaches the sockets of participants. */
public enum Io {
    /** By io_uring where the system allows it, by epoll where not. */
    AUTO {
        @Override
        Transport open(Syscalls sys, Poller poller) {
            try {
                return new UringTransport(sys, poller);
            } catch (SyscallException e) {
                return new EpollTransport(sys, poller);
            }
        }
    },

    /** By epoll(7), which every Linux has. */
    EPOLL {
        @Override
        Transport open(Syscalls sys, Poller poller) {
            return new EpollTransport(sys, poller);
        }
    },

    /** By io_uring(7), which Linux has from 6.1 on where it is not forbidden. */
    URING {
        @Override
        Transport open(Syscalls sys, Poller poller) {
            return new UringTransport(sys, poller);
        }
    };

    /**
     * Begins to.
     *
     * @throws SyscallException if the system refuses
     */
    abstract Transport open(Syscalls sys, Poller poller);
}
