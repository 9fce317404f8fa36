// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import java.lang.reflect.Proxy;

/**
 * SIGUSR1: whoever sends it wants to know the state. The JVM needs SIGUSR2 and SIGQUIT for itself,
 * and ends in order at SIGHUP, SIGINT and SIGTERM.
 *
 * <p>Every JDK has {@code sun.misc.Signal} (module jdk.unsupported, kept by JEP 260); but javac
 * warns of it and cannot be told not to, so it is called by its name.
 */
final class StateSignal {
    private static final String NAME = "USR1";

    private StateSignal() {}

    /**
     * Soon, and from then on, the signal does this instead of ending the program, in a thread of
     * the JVM's. A thread sees to it, as reflection takes its time, and nobody shall wait for it.
     */
    static void calls(Runnable report) {
        Thread.ofPlatform().daemon().name("state signal").start(() -> handle(report));
    }

    private static void handle(Runnable report) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object handling =
                    Proxy.newProxyInstance(
                            StateSignal.class.getClassLoader(),
                            new Class<?>[] {handler},
                            (proxy, method, arguments) -> {
                                report.run();
                                return null;
                            });
            Object usr1 = signal.getConstructor(String.class).newInstance(NAME);
            signal.getMethod("handle", signal, handler).invoke(null, usr1, handling);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JVM has no SIG" + NAME, e);
        }
    }
}
