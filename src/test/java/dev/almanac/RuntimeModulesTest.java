// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.almanac.wire.Message;

import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.spi.ToolProvider;

/** The runtime of the image has all the modules that the program needs, and no other. */
class RuntimeModulesTest {
    /** Of sun.misc.Signal, which is found by its name, so that jdeps does not see it. */
    private static final String SIGNALS = "jdk.unsupported";

    @Test
    void theImageHasWhatTheProgramNeeds() throws Exception {
        Path classes =
                Path.of(Message.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out);
        ToolProvider jdeps = ToolProvider.findFirst("jdeps").orElseThrow();

        // Annotations of jspecify are not there at run time.
        int status =
                jdeps.run(
                        writer,
                        writer,
                        "--ignore-missing-deps",
                        "--print-module-deps",
                        classes.toString());

        assertEquals(0, status, out.toString());
        Set<String> needed = modules(out.toString());
        needed.add(SIGNALS);
        assertEquals(
                needed,
                modules(System.getProperty("almanac.image.modules")),
                "image.modules in pom.xml");
    }

    private static Set<String> modules(String list) {
        return new TreeSet<>(Set.of(list.strip().split(",")));
    }
}
