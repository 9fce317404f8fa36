// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * A signal to this process. The JVM needs SIGUSR2 and SIGQUIT for itself, and ends in order at
 * SIGHUP, SIGINT and SIGTERM.
 *
 * <p>Every JDK has {@code sun.misc.Signal} (module jdk.unsupported, kept by JEP 260); but javac
 * warns of it and cannot be told not to, so it is called by its name.
 */
final class JvmSignal {
    private final String name;
    private final Class<?> handlers;
    private final Method handle;
    private final Object signal;

    /** The signal of that name, without SIG. */
    JvmSignal(String name) {
        this.name = name;
        try {
            Class<?> signals = Class.forName("sun.misc.Signal");
            handlers = Class.forName("sun.misc.SignalHandler");
            handle = signals.getMethod("handle", signals, handlers);
            signal = signals.getConstructor(String.class).newInstance(name);
        } catch (ReflectiveOperationException e) {
            throw unknown(e);
        }
    }

    /**
     * From now on it does this instead of what it does to any process, in a thread of the JVM's.
     */
    void calls(Runnable action) {
        Object handler =
                Proxy.newProxyInstance(
                        JvmSignal.class.getClassLoader(),
                        new Class<?>[] {handlers},
                        (proxy, method, arguments) -> {
                            action.run();
                            return null;
                        });
        handledBy(handler);
    }

    /**
     * Has it do, once, what it does to any process. A shell sends it: the JVM raises no signal that
     * it does not handle.
     */
    void takeEffect() {
        try {
            Object ours = handledBy(handlers.getField("SIG_DFL").get(null));
            new ProcessBuilder("sh", "-c", "kill -" + name + " $PPID").start().waitFor();
            handledBy(ours);
        } catch (ReflectiveOperationException e) {
            throw unknown(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** By what instead of what is returned. */
    private Object handledBy(Object handler) {
        try {
            return handle.invoke(null, signal, handler);
        } catch (ReflectiveOperationException e) {
            throw unknown(e);
        }
    }

    private IllegalStateException unknown(ReflectiveOperationException e) {
        return new IllegalStateException("this JVM has no SIG" + name, e);
    }
}
