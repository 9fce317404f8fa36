// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.guest;

import org.junit.jupiter.api.extension.ExtendWith;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Tests that boot guests; skipped where there is no {@link GuestKernel}. */
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(GuestKernel.class)
public @interface WithGuestKernel {}
