// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sched.Conductor;
import dev.almanac.sched.Device;
import dev.almanac.session.Session;
import dev.almanac.vhost.Network;
import dev.almanac.vhost.NetworkClock;

import org.jspecify.annotations.Nullable;

/**
 * The network's place in the simulation: its turns come in order of time among those of the
 * participants, and nobody runs while it waits for a guest's answer.
 */
final class SimulatedNetwork implements NetworkClock, Device {
    private final Conductor conductor;
    private @Nullable Network network;

    SimulatedNetwork(Conductor conductor) {
        this.conductor = conductor;
    }

    /**
     * Lets guests connect their network cards to a network with a place in this simulation.
     *
     * @throws StartupException if it cannot
     */
    static GuestNetwork open(
            NetworkOptions options, GuestNetwork.Surroundings around, Conductor conductor)
            throws StartupException {
        SimulatedNetwork place = new SimulatedNetwork(conductor);
        GuestNetwork made =
                GuestNetwork.make(options, true, around, place, conductor.situation()::idOf);
        place.network = made.network();
        conductor.setDevice(place);
        made.listen(options.path());
        return made;
    }

    @Override
    public void turn() {
        if (network != null && !network.turn(conductor.currentTime())) {
            conductor.holdUp();
        }
    }

    @Override
    public long now() {
        return conductor.currentTime();
    }

    @Override
    public long ticket() {
        return conductor.drawTicket();
    }

    @Override
    public void wakeAt(long time, long ticket) {
        conductor.planDeviceTurn(time, ticket);
    }

    @Override
    public void sleep() {
        conductor.cancelDeviceTurn();
    }

    @Override
    public void stopRunner(int pid, Runnable whenStopped) {
        Session runner = conductor.situation().runner();
        if (runner != null && pid != 0 && runner.pid() == pid) {
            conductor.stopRunnerAt(conductor.currentTime(), whenStopped);
        } else {
            whenStopped.run();
        }
    }

    @Override
    public void turnEnded() {
        conductor.goOn();
    }
}
