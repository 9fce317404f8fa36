// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.guestnet;

import dev.almanac.guest.WithGuestKernel;

import org.junit.jupiter.api.extension.ExtendWith;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Tests that boot guests with network cards; skipped where something for that is missing. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@WithGuestKernel
@ExtendWith(Busybox.class)
@interface WithTalkingGuests {}
