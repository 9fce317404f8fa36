// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;

import dev.almanac.wire.Message;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Who may know whom: the layers of docs/architecture.md, on the compiled classes. */
class LayersTest {
    /** The packages, each with those that it may import. */
    private static final Map<String, Set<String>> MAY_IMPORT =
            Map.ofEntries(
                    Map.entry("cli", Set.of("server", "client", "trace", "timeline", "json")),
                    Map.entry(
                            "server",
                            Set.of(
                                    "sys",
                                    "wire",
                                    "calendar",
                                    "trace",
                                    "json",
                                    "session",
                                    "sched",
                                    "shm",
                                    "vhost")),
                    Map.entry(
                            "embed",
                            Set.of(
                                    "client",
                                    "server",
                                    "calendar",
                                    "session",
                                    "sched",
                                    "shm",
                                    "sys",
                                    "trace",
                                    "wire")),
                    Map.entry("client", Set.of("sys", "wire", "calendar")),
                    Map.entry("shm", Set.of("sys", "wire", "sched")),
                    Map.entry("vhost", Set.of("sys", "sched", "trace")),
                    Map.entry("sched", Set.of("calendar", "session", "wire")),
                    Map.entry("session", Set.of("wire")),
                    Map.entry("trace", Set.of("sys", "wire")),
                    Map.entry("timeline", Set.of("trace", "json", "wire")),
                    Map.entry("json", Set.of()),
                    Map.entry("sys", Set.of()),
                    Map.entry("wire", Set.of()),
                    Map.entry("calendar", Set.of()));

    private static final JavaClasses PROGRAM =
            new ClassFileImporter()
                    .importUrl(Message.class.getProtectionDomain().getCodeSource().getLocation());

    /** Classes that break every kind of rule. */
    private static final JavaClasses CROOKED =
            new ClassFileImporter().importPackages("dev.almanac.crooked");

    @Test
    void theProgramIsWhatIsLookedAt() {
        assertTrue(PROGRAM.size() > 50, PROGRAM.size() + " classes");
        assertFalse(PROGRAM.contain(LayersTest.class));
    }

    @TestFactory
    Stream<DynamicTest> holds() {
        return rules("dev.almanac").entrySet().stream()
                .map(rule -> dynamicTest(rule.getKey(), () -> rule.getValue().check(PROGRAM)));
    }

    @TestFactory
    Stream<DynamicTest> canFail() {
        Map<String, ArchRule> rules = rules("dev.almanac.crooked");
        // The rules about single packages are of one kind; the crooked package is this.
        rules.keySet().removeIf(name -> name.contains(" imports ") && !name.startsWith("session "));
        return rules.entrySet().stream()
                .map(
                        rule ->
                                dynamicTest(
                                        rule.getKey(),
                                        () -> {
                                            EvaluationResult result =
                                                    rule.getValue().evaluate(CROOKED);
                                            assertTrue(result.hasViolation());
                                        }));
    }

    private static Map<String, ArchRule> rules(String root) {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        MAY_IMPORT.forEach(
                (name, others) ->
                        rules.put(name + " imports only " + others, imports(root, name, others)));
        rules.put("no package beside these", noOtherPackage(root));
        rules.put("no cycle", slices().matching(root + ".(*)..").should().beFreeOfCycles());
        rules.put("only sys links", onlySysLinks(root));
        rules.put("session, sched and calendar do no I/O", noInputOrOutput(root));
        rules.put("session, sched and calendar know no clock", noClock(root));
        rules.put("no channels", noChannels(root));
        return rules;
    }

    private static ArchRule imports(String root, String name, Set<String> others) {
        List<String> allowed = new ArrayList<>();
        allowed.add(in(root, name));
        others.forEach(other -> allowed.add(in(root, other)));
        return noClasses()
                .that()
                .resideInAPackage(in(root, name))
                .should()
                .dependOnClassesThat(
                        resideInAPackage(root + "..")
                                .and(not(resideInAnyPackage(allowed.toArray(String[]::new)))))
                .allowEmptyShould(true);
    }

    private static ArchRule noOtherPackage(String root) {
        return classes().should().resideInAnyPackage(in(root, MAY_IMPORT.keySet()));
    }

    private static ArchRule onlySysLinks(String root) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(in(root, "sys"))
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Linker.class, MethodHandle.class);
    }

    private static ArchRule noInputOrOutput(String root) {
        return noClasses()
                .that()
                .resideInAnyPackage(in(root, Set.of("session", "sched", "calendar")))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(
                                "java.io..", "java.nio..", "java.net..", "java.util.logging.."))
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(System.Logger.class);
    }

    private static ArchRule noClock(String root) {
        return noClasses()
                .that()
                .resideInAnyPackage(in(root, Set.of("session", "sched", "calendar")))
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("java.time..");
    }

    private static ArchRule noChannels(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.nio.channels..");
    }

    private static String in(String root, String name) {
        return root + "." + name + "..";
    }

    private static String[] in(String root, Set<String> names) {
        return names.stream().map(name -> in(root, name)).toArray(String[]::new);
    }
}
