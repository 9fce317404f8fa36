// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.calendar;

/** The calendar's tree without its mailboxes: what the rivals are to be compared with. */
final class WinnerTreeOrder implements Order {
    private final WinnerTree tree;

    WinnerTreeOrder(int slots, Tickets tickets) {
        tree = new WinnerTree(tickets);
        tree.admit(slots - 1);
    }

    @Override
    public void put(int slot, long time) {
        tree.put(slot, time);
    }

    @Override
    public int earliest() {
        return tree.earliest();
    }

    @Override
    public int earliestBut(int slot) {
        return tree.earliestBut(slot);
    }

    @Override
    public long time(int slot) {
        return tree.time(slot);
    }

    @Override
    public void take(int slot) {
        tree.take(slot);
    }
}
