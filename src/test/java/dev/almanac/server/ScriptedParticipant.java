// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import static dev.almanac.sys.Results.ok;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.almanac.sys.CmsgHdr;
import dev.almanac.sys.Errno;
import dev.almanac.sys.IoVec;
import dev.almanac.sys.Linux;
import dev.almanac.sys.LinuxSyscalls;
import dev.almanac.sys.Mapping;
import dev.almanac.sys.MsgHdr;
import dev.almanac.sys.SockaddrUn;
import dev.almanac.wire.Message;
import dev.almanac.wire.Op;
import dev.almanac.wire.SharedHeader;
import dev.almanac.wire.SharedSlot;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A participant over a real socket that says what a test makes it say, message by message or byte
 * by byte. It takes no shared memory unless told to. Nothing it does waits for more than {@link
 * #PATIENCE_SECONDS}.
 *
 * <p>Belongs to the thread that made it.
 */
final class ScriptedParticipant implements AutoCloseable {
    /** A message from the calendar. */
    record Heard(int op, int seq, long time) {
        @Override
        public String toString() {
            return Op.name(op) + " " + time;
        }
    }

    static final int PATIENCE_SECONDS = 15;

    /** {@code <asm-generic/socket.h>}: a struct timeval each. */
    private static final int SO_RCVTIMEO = 20;

    private static final int SO_SNDTIMEO = 21;

    private final LinuxSyscalls sys = new LinuxSyscalls();
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment buffer = arena.allocate(4096L * Message.SIZE, Message.SIZE);
    private final MsgHdr header = new MsgHdr(arena);
    private final IoVec vector = new IoVec(arena, 1);
    private final CmsgHdr rights = new CmsgHdr(arena, 2);
    private final Path path;
    private final int fd;
    private boolean takesMemory;
    private @Nullable Mapping mapping;
    private int slot;
    private boolean open = true;
    private int seq;

    /** The number of the last question that it confirmed. */
    int confirmed;

    /** How many descriptors came with what it heard last. */
    int descriptors;

    private ScriptedParticipant(Path path) {
        this.path = path;
        fd = ok(sys.socket(Linux.AF_UNIX, Linux.SOCK_STREAM | Linux.SOCK_CLOEXEC, 0));
        MemorySegment patience = arena.allocateFrom(JAVA_LONG, PATIENCE_SECONDS, 0);
        for (int option : new int[] {SO_RCVTIMEO, SO_SNDTIMEO}) {
            int size = (int) patience.byteSize();
            ok(sys.setsockopt(fd, Linux.SOL_SOCKET, option, patience, size));
        }
        vector.set(0, buffer, 0, Message.SIZE);
        header.buffers(vector, 1);
    }

    static ScriptedParticipant connect(Path path) {
        ScriptedParticipant participant = new ScriptedParticipant(path);
        SockaddrUn address = new SockaddrUn(participant.arena, path.toString());
        ok(participant.sys.connect(participant.fd, address.segment(), address.length()));
        return participant;
    }

    /** Another connection to the same calendar. */
    ScriptedParticipant another() {
        return connect(path);
    }

    /** Starts, shares time, and waits in memory until it is that time. */
    void beginInMemory(long id, long request) {
        takesMemory = true;
        slot = (int) answered(Op.START, id);
        SharedSlot.sharesTimeRelease(memory(), slot);
        SharedSlot.requestRelease(memory(), slot, request);
        ask(Op.WAIT, -1);
        hear(Op.RUN, request);
        SharedSlot.requestClearedRelease(memory(), slot);
    }

    /** The memory that it shares. */
    MemorySegment memory() {
        return Objects.requireNonNull(mapping, "it took none").segment();
    }

    /** Its slot in that memory. */
    int slot() {
        return slot;
    }

    /** Sends a message. */
    void say(int op, int number, long time) {
        Message.put(buffer, 0, op, number, time);
        assertEquals(Message.SIZE, ok(sys.send(fd, buffer, Message.SIZE, Linux.MSG_NOSIGNAL)));
    }

    /** Sends a message twice, with one system call. */
    void sayTwice(int op, long time) {
        Message.put(buffer, 0, op, ++seq, time);
        Message.put(buffer, Message.SIZE, op, ++seq, time);
        int both = 2 * Message.SIZE;
        assertEquals(both, ok(sys.send(fd, buffer, both, Linux.MSG_NOSIGNAL)));
    }

    /** Sends the bytes of a message from one to before another. */
    void sayPart(int op, int number, long time, int from, int to) {
        Message.put(buffer, 0, op, number, time);
        MemorySegment part = buffer.asSlice(from, to - from);
        assertEquals(to - from, ok(sys.send(fd, part, to - from, Linux.MSG_NOSIGNAL)));
    }

    /**
     * Sends the same message many times as fast as it can, and reads nothing.
     *
     * @return how many bytes went out before the calendar closed the connection or the end
     */
    long flood(int op, int times) {
        int batch = (int) (buffer.byteSize() / Message.SIZE);
        for (int i = 0; i < batch; i++) {
            Message.put(buffer, (long) i * Message.SIZE, op, i, 0);
        }
        long total = (long) times * Message.SIZE;
        long sent = 0;
        while (sent < total) {
            long from = sent % buffer.byteSize();
            long length = Math.min(total - sent, buffer.byteSize() - from);
            long n = sys.send(fd, buffer.asSlice(from), length, Linux.MSG_NOSIGNAL);
            if (n == -Errno.EPIPE || n == -Errno.ECONNRESET) {
                return sent;
            }
            sent += ok(n);
        }
        return sent;
    }

    /** Waits for the next message, and takes no descriptor that comes with it. */
    Heard hear() {
        int bytes = 0;
        descriptors = 0;
        while (bytes < Message.SIZE) {
            header.receive(rights);
            vector.set(0, buffer, bytes, Message.SIZE - bytes);
            long n = sys.recvmsg(fd, header.segment(), Linux.MSG_CMSG_CLOEXEC);
            if (n == -Errno.EINTR) {
                continue; // a ring that this thread had is being taken apart
            }
            if (n <= 0) {
                return fail(n == 0 ? "the connection is closed" : Errno.name((int) -n));
            }
            for (int i = 0; i < rights.received(header); i++) {
                if (takesMemory && descriptors == 0) {
                    mapping =
                            Mapping.of(sys, rights.descriptor(i), memorySize(rights.descriptor(i)));
                }
                ok(sys.close(rights.descriptor(i)));
                descriptors++;
            }
            bytes += (int) n;
        }
        return new Heard(Message.op(buffer, 0), Message.seq(buffer, 0), Message.time(buffer, 0));
    }

    private long memorySize(int memory) {
        try (Mapping head = Mapping.of(sys, memory, SharedHeader.SIZE)) {
            return SharedHeader.length(head.segment());
        }
    }

    /** Waits for the next message, which has to be that one. */
    Heard hear(int op, long time) {
        Heard heard = hear();
        assertEquals(new Heard(op, heard.seq, time), heard);
        return heard;
    }

    /** Waits for a question, which has to be that one, and confirms it. */
    void confirm(int op, long time) {
        confirm(hear(op, time));
    }

    private void confirm(Heard question) {
        confirmed = question.seq;
        say(Op.ACK, confirmed, 0);
    }

    /** Waits for its turn, at that time and with that horizon, and confirms both. */
    void awaitTurn(long time, long horizon) {
        confirm(Op.FREE_UNTIL, horizon);
        confirm(Op.RUN, time);
    }

    /** Waits for its turn, whenever that is, and confirms it; the time. */
    long awaitTurn() {
        Heard heard = hear();
        while (heard.op != Op.RUN) {
            confirm(heard);
            heard = hear();
        }
        confirm(heard);
        return heard.time;
    }

    /** Asks without waiting for the answer; its number. */
    int ask(int op, long time) {
        say(op, ++seq, time);
        return seq;
    }

    /** Asks and waits for the answer, which has to be next; what it says. */
    long answered(int op, long time) {
        int number = ask(op, time);
        Heard heard = hear();
        assertEquals(new Heard(Op.ACK, number, heard.time), heard);
        return heard.time;
    }

    /** Starts, asks for a time and waits. */
    void begin(long id, long request) {
        answered(Op.START, id);
        sleepUntil(request);
    }

    /** Asks for a time and waits, without waiting for the turn. */
    void sleepUntil(long time) {
        answered(Op.REQUEST, time);
        answered(Op.WAIT, -1);
    }

    /** Asks for a time that is now, and waits, many times at once. */
    void askForTurns(long time, int turns) {
        int pair = 2 * Message.SIZE;
        for (int i = 0; i < turns; i++) {
            Message.put(buffer, (long) i * pair, Op.REQUEST, ++seq, time);
            Message.put(buffer, (long) i * pair + Message.SIZE, Op.WAIT, ++seq, -1);
        }
        int all = turns * pair;
        assertEquals(all, ok(sys.send(fd, buffer, all, Linux.MSG_NOSIGNAL)));
    }

    /** Waits for those turns, and confirms none. */
    void hearOfTurns(long time, int turns) {
        for (int i = 0; i < turns; i++) {
            hear(Op.ACK, 0);
            hear(Op.ACK, 0);
            hear(Op.FREE_UNTIL, time + 1);
            hear(Op.RUN, time);
        }
    }

    /** Waits until the calendar has closed the connection; what came before does not count. */
    void awaitClosed() {
        while (open) {
            long n = sys.recv(fd, buffer, buffer.byteSize(), 0);
            if (n == 0 || n == -Errno.ECONNRESET) {
                return;
            }
            ok(n);
        }
    }

    /** Closes its connection, whatever state it is in. */
    void leave() {
        if (open) {
            open = false;
            if (mapping != null) {
                mapping.close();
            }
            sys.close(fd);
            arena.close();
        }
    }

    @Override
    public void close() {
        leave();
    }
}
