// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class DirtySlotsTest {
    private final DirtySlots dirty = new DirtySlots();

    private List<Integer> sweep() {
        List<Integer> seen = new ArrayList<>();
        dirty.sweep(seen::add);
        return seen;
    }

    @Test
    void sweepsInSlotOrderAndOnce() {
        dirty.admit(65_535);
        List<Integer> slots = List.of(0, 1, 63, 64, 2_047, 2_048, 40_000, 65_535);
        slots.reversed().forEach(dirty::mark);
        slots.forEach(dirty::mark);
        assertEquals(slots, sweep());
        assertEquals(List.of(), sweep());
    }

    @Test
    void findsASlotAdmittedWhileInUse() {
        dirty.admit(3);
        dirty.mark(3);
        assertEquals(List.of(3), sweep());
        dirty.admit(70);
        dirty.mark(70);
        dirty.mark(3);
        assertEquals(List.of(3, 70), sweep());
    }

    @Test
    void leavesASlotThatIsMarkedAfterItsTurnToTheNextSweep() {
        dirty.admit(127);
        dirty.mark(100);
        List<Integer> seen = new ArrayList<>();
        dirty.sweep(
                slot -> {
                    seen.add(slot);
                    if (slot == 100) {
                        dirty.mark(100);
                        dirty.mark(7);
                    }
                });
        assertEquals(List.of(100), seen);
        assertEquals(List.of(7, 100), sweep());
    }
}
