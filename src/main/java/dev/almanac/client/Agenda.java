// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.client;

import dev.almanac.calendar.Calendar;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * What one participant has planned, in order: a calendar of its own, with a slot for each
 * appointment. What is planned for the same time happens in the order of planning.
 *
 * <p>Belongs to the participant's thread. Allocates only when more is planned than ever before.
 */
final class Agenda {
    private final Calendar calendar = new Calendar();
    private @Nullable Appointment[] bySlot = new Appointment[8];
    private int[] free = new int[8];
    private int freeCount;
    private int used;

    private @Nullable Appointment next;
    private boolean nextIsKnown;

    /** The next appointment, which stays in; null if nothing is planned. */
    @Nullable Appointment next() {
        if (!nextIsKnown) {
            int slot = calendar.earliest();
            next = slot == Calendar.NOBODY ? null : bySlot[slot];
            nextIsKnown = true;
        }
        return next;
    }

    /** Plans an appointment, or changes when it is. */
    void put(Appointment appointment, long time) {
        if (!appointment.isPlanned()) {
            appointment.slot = freeSlot();
            bySlot[appointment.slot] = appointment;
        }
        appointment.time = time;
        calendar.request(appointment.slot, time);
        nextIsKnown = false;
    }

    /** Takes out an appointment that may be there. */
    void remove(Appointment appointment) {
        if (appointment.isPlanned()) {
            calendar.take(appointment.slot);
            release(appointment);
            nextIsKnown = false;
        }
    }

    private void release(Appointment appointment) {
        int slot = appointment.slot;
        appointment.slot = Calendar.NOBODY;
        bySlot[slot] = null;
        free[freeCount++] = slot;
    }

    private int freeSlot() {
        if (freeCount > 0) {
            return free[--freeCount];
        }
        if (used == Calendar.MAX_SLOTS) {
            throw new IllegalStateException(
                    used + " appointments are planned, and there is no room for more");
        }
        if (used == bySlot.length) {
            bySlot = Arrays.copyOf(bySlot, 2 * used);
            free = Arrays.copyOf(free, 2 * used);
        }
        calendar.open(used);
        return used++;
    }
}
