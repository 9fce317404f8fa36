// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import dev.almanac.client.CalendarException;
import dev.almanac.client.Participant;
import dev.almanac.sched.Journal;
import dev.almanac.session.Session;
import dev.almanac.sys.Errno;
import dev.almanac.sys.FaultySyscalls;
import dev.almanac.sys.FaultySyscalls.Call;
import dev.almanac.sys.LinuxSyscalls;
import dev.almanac.sys.SyscallException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Each system call that a calendar makes fails with each error that its man page lists, some calls
 * after the start; transfers are short and interrupted besides. Whatever it is: participants that
 * keep to the rules come to their end, or there is a line that says why not; nothing stays open.
 */
@Timeout(120)
class AnyCallFailsTest {
    private static final long SEED = Long.getLong("almanac.seed", System.nanoTime());

    /** Nobody is silent for so long, in nanoseconds, unless for ever. */
    private static final long SILENCE = 8_000_000_000L;

    private static final int GOOD = 2;
    private static final long END = 60;

    @TempDir private Path directory;

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);

    /**
     * By their man pages; not what only a bug of ours could lead to. munmap is left out: it cannot
     * fail for what was mapped as a whole.
     */
    static Stream<Arguments> errors() {
        return Stream.of(
                of(Call.SOCKET, "EACCES EMFILE ENFILE ENOBUFS ENOMEM"),
                of(Call.BIND, "EACCES EADDRINUSE ELOOP ENAMETOOLONG ENOENT ENOMEM ENOTDIR EROFS"),
                of(Call.LISTEN, "EADDRINUSE EOPNOTSUPP"),
                of(Call.ACCEPT4, "EAGAIN ECONNABORTED EINTR EMFILE ENFILE ENOBUFS ENOMEM EPERM"),
                of(Call.ACCEPT4, "EPROTO EBADF"),
                of(Call.RECV, "EAGAIN ECONNREFUSED ECONNRESET EINTR ENOMEM ENOTCONN EBADF"),
                of(Call.SEND, "EAGAIN ECONNRESET EINTR ENOBUFS ENOMEM ENOTCONN EPIPE EACCES EBADF"),
                of(Call.SENDMSG, "EAGAIN ECONNRESET EINTR ENOBUFS ENOMEM EPIPE ETOOMANYREFS EBADF"),
                of(Call.GETSOCKOPT, "EBADF EINVAL ENOPROTOOPT"),
                of(Call.EPOLL_CREATE1, "EMFILE ENFILE ENOMEM"),
                of(Call.EPOLL_CTL, "EBADF EEXIST ENOENT ENOMEM ENOSPC EPERM"),
                of(Call.EPOLL_WAIT, "EBADF EINTR EINVAL"),
                of(Call.MEMFD_CREATE, "EMFILE ENFILE ENOMEM"),
                of(Call.FTRUNCATE, "EINTR EFBIG EINVAL EIO EPERM"),
                of(Call.FCNTL, "EBUSY EINVAL EPERM"),
                of(Call.MMAP, "EACCES EAGAIN ENFILE ENODEV ENOMEM EPERM"),
                of(Call.READ, "EAGAIN EINTR EIO"),
                of(Call.EVENTFD, "EMFILE ENFILE ENODEV ENOMEM"),
                of(Call.TIMERFD_CREATE, "EMFILE ENFILE ENODEV ENOMEM"),
                of(Call.TIMERFD_SETTIME, "EINVAL"),
                of(Call.LSTATX, "EACCES ELOOP ENAMETOOLONG ENOENT ENOMEM ENOTDIR"),
                of(Call.CLOSE, "EBADF EINTR EIO ENOSPC"));
    }

    private static Arguments of(Call call, String errors) {
        return Arguments.of(call, errors);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("errors")
    void nobodyIsLostWithoutAWord(Call call, String errors) throws Exception {
        new Attempt(null, 0, 0, true).run(); // loads the classes
        long open = OpenFiles.count();
        long mapped = OpenFiles.mappings("almanac-schedshm");
        for (String error : errors.split(" ", -1)) {
            for (int good : new int[] {0, random.nextInt(1, 5), random.nextInt(5, 60)}) {
                boolean shared = random.nextBoolean();
                String what =
                        "%s, after %d calls, with shared memory: %s, -Dalmanac.seed=%d"
                                .formatted(error, good, shared, SEED);
                try {
                    new Attempt(call, number(error), good, shared).run();
                    assertEquals(open, OpenFiles.count(), "descriptors");
                    assertEquals(mapped, OpenFiles.mappings("almanac-schedshm"), "mappings");
                } catch (AssertionError e) {
                    throw new AssertionError(what, e);
                }
            }
        }
    }

    private static int number(String error) {
        return IntStream.range(1, 134)
                .filter(errno -> Errno.name(errno).equals(error))
                .findFirst()
                .orElseThrow();
    }

    /** A whole life of a calendar in which a call fails. */
    private final class Attempt {
        private final Path path = directory.resolve("s");
        private final FaultySyscalls sys = new FaultySyscalls(new LinuxSyscalls());
        private final boolean shared;

        /** As after a peer has left, of which only the summary speaks. */
        private final boolean looksLikeLeaving;

        private final AtomicInteger losses = new AtomicInteger();
        private final AtomicInteger arrivals = new AtomicInteger();
        private volatile boolean over;

        Attempt(@Nullable Call call, int errno, int good, boolean shared) {
            this.shared = shared;
            looksLikeLeaving = errno == Errno.ECONNRESET || errno == Errno.EPIPE;
            if (call != null) {
                sys.failAfter(call, good, errno, random.nextInt(1, 4));
            }
        }

        void run() throws Exception {
            ServerOptions.Builder options =
                    ServerOptions.at(path.toString())
                            .clients(GOOD)
                            .shareMemory(shared)
                            .debugLevel(-1)
                            .hangWarn(0)
                            .hangTimeout(SILENCE);
            RunningServer server;
            try {
                server = RunningServer.start(options, sys, shortTransfers());
            } catch (ExecutionException e) {
                assertInstanceOf(StartupException.class, e.getCause());
                assertFalse(String.valueOf(e.getCause().getMessage()).isBlank());
                return;
            }
            List<Thread> good = new ArrayList<>();
            for (int id = 1; id <= GOOD; id++) {
                int number = id;
                good.add(Thread.ofPlatform().start(() -> liveUntilItEnds(number)));
            }
            String told = end(server);
            over = true;
            for (Thread one : good) {
                one.join();
            }
            server.close();
            if (!looksLikeLeaving && (losses.get() > 0 || arrivals.get() < GOOD)) {
                assertFalse(told.isBlank(), "somebody was lost without a word");
            }
        }

        /** recv and send move a part of a message now and then. */
        private Journal shortTransfers() {
            return new Journal() {
                @Override
                public void received(Session session, int op, int seq, long time) {
                    sys.cutTransfers(random.nextLong(1, 40));
                }

                @Override
                public void started(Session session) {
                    sys.cutTransfers(Long.MAX_VALUE); // Linux sends the first message whole
                }
            };
        }

        private static String complaints(String err) {
            return err.lines()
                    .filter(line -> line.startsWith("almanac: "))
                    .filter(line -> !line.contains(" grants, ")) // the summary
                    .collect(Collectors.joining("\n"));
        }

        /** What was said, on standard error or at the end. */
        private String end(RunningServer server) throws Exception {
            try {
                Ending ending = server.ending();
                assertNotSame(Ending.HUNG, ending, server.err());
                return complaints(server.err());
            } catch (ExecutionException e) {
                assertInstanceOf(SyscallException.class, e.getCause());
                return String.valueOf(e.getCause().getMessage());
            }
        }

        /** Comes back when its connection is lost. */
        private void liveUntilItEnds(int id) {
            for (int tries = 0; tries < 10 && !over; tries++) {
                try {
                    live(id);
                    arrivals.incrementAndGet();
                    return;
                } catch (CalendarException e) {
                    losses.incrementAndGet();
                }
            }
        }

        private void live(int id) {
            try (Participant participant = Participant.connect(path.toString(), id, id == 1)) {
                while (participant.now() < END) {
                    participant.runFor(1 + (participant.now() ^ id) % 3);
                    participant.update();
                }
            }
        }
    }
}
