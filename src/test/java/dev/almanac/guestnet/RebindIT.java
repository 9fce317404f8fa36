// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.guestnet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.almanac.guest.Mode;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.List;

/** A card whose driver goes and comes again is the same card, on the same connection. */
@WithTalkingGuests
final class RebindIT {
    /**
     * A driver without an address from us invents a new one each time. By default a card's first
     * address is its address for ever, as in usfstl's controller; so one of the two options must be
     * there for a guest to be reached again.
     */
    @ParameterizedTest
    @CsvSource({
        "SHARED_MEMORY, --net-mac",
        "MESSAGES, --net-mac",
        "SHARED_MEMORY, --net-learn",
        "MESSAGES, --net-learn",
    })
    void pingGoesOn(Mode mode, String option, @TempDir Path directory) throws Exception {
        try (Ethernet ethernet = Ethernet.start(directory, mode, 2, option)) {
            TalkingGuest asker = ethernet.boot(1, "busybox sleep 1; busybox ping -c 10 10.0.0.2");
            // The ping makes the new address known, as ARP tells where the question comes from.
            ethernet.boot(
                    2,
                    """
                    busybox sleep 2.5
                    mount -t sysfs sysfs /sys
                    cd /sys/bus/virtio/drivers/virtio_net
                    echo virtio0 >unbind
                    busybox sleep 3
                    echo virtio0 >bind
                    busybox ifconfig eth0 10.0.0.2 netmask 255.255.255.0
                    busybox ping -q -c 1 10.0.0.1
                    busybox sleep 20
                    """);

            ethernet.assertEnds();
            List<Integer> answered =
                    Ping.answers(asker.console()).stream().map(Ping::sequence).toList();
            assertEquals(List.of(0, 1, 5, 6, 7, 8, 9), answered, ethernet::report);
        }
    }
}
