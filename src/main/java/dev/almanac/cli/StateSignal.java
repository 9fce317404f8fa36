// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

/** SIGUSR1: whoever sends it wants to know the state. */
final class StateSignal {
    private StateSignal() {}

    /**
     * Soon, and from then on, the signal does this instead of ending the program. A thread sees to
     * it, as reflection takes its time, and nobody shall wait for it.
     */
    static void calls(Runnable report) {
        Thread.ofPlatform()
                .daemon()
                .name("state signal")
                .start(() -> new JvmSignal("USR1").calls(report));
    }
}
