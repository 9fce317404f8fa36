// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.embed;

import dev.almanac.client.CalendarGoneException;
import dev.almanac.client.CommonTime;
import dev.almanac.server.InnerDoor;
import dev.almanac.server.Insider;
import dev.almanac.sys.LinuxSyscalls;
import dev.almanac.sys.Mapping;
import dev.almanac.sys.Syscalls;

import org.jspecify.annotations.Nullable;

/** The line of a participant to the event loop of a calendar with a socket. */
final class ServedLine extends LocalLine implements Insider {
    private final InnerDoor door;
    private final Syscalls sys = new LinuxSyscalls();
    private @Nullable Mapping mapping;

    ServedLine(InnerDoor door, Inbox inbox) {
        super(inbox);
        this.door = door;
    }

    @Override
    public void hear(int op, int seq, long time) {
        inbox.put(this, op, seq, time);
    }

    @Override
    void say(int op, int seq, long time) {
        door.say(this, op, seq, time, sys);
    }

    @Override
    public CommonTime commonTime(int slot) {
        mapping = door.map(sys);
        if (mapping == null) {
            throw new CalendarGoneException(door.end(Stage.CLOSED));
        }
        return CommonTime.in(mapping.segment(), slot);
    }

    @Override
    public boolean post(long time) {
        return false; // in shared memory, as those who come by the socket: in the same order
    }

    @Override
    void leave() {
        door.leave(this, sys);
        if (mapping != null) {
            mapping.close();
        }
    }
}
