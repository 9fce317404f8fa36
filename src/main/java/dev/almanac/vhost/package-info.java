// SPDX-License-Identifier: BSD-3-Clause
/**
 * An Ethernet switch for guests: each network card of a guest is a vhost-user connection.
 *
 * <p>{@link dev.almanac.vhost.Network} is what a server talks to. Behind it, a {@code Nic} for each
 * connection speaks the vhost-user protocol and moves frames between the guest's memory and the
 * {@code Hub}, which knows ports, frames and simulated time, but no sockets. Nothing here waits:
 * what has to be waited for is a field, and the code returns.
 *
 * <p>Guests are not trusted. Their memory is read and written through the file it is in ({@code
 * MemoryTable}), each descriptor of a ring is copied once and checked afterwards, and whatever is
 * wrong becomes a {@code Misbehaviour}, which costs that connection and nothing else.
 *
 * <p>All of it belongs to one thread, the event loop's. The protocol is described by QEMU's
 * vhost-user document, rings and the card by the virtio specification, sections 2.7 and 5.1.
 */
@NullMarked
package dev.almanac.vhost;

import org.jspecify.annotations.NullMarked;
