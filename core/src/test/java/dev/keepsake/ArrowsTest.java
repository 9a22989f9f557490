package dev.keepsake;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// The arrows that must not exist: everything may know the core, the core knows only the JDK.
class ArrowsTest {

    private static final JavaClasses CORE =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.keepsake");

    @Test
    void theCoreUsesOnlyTheJdkAndItself() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..", "javax.crypto..", "org.jspecify.annotations..", "dev.keepsake..")
                .check(CORE);
    }

    @Test
    void theCoreSpeaksNeitherHttpNorSql() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "java.net..")
                .check(CORE);
    }

    @Test
    void theCoreKnowsNoneOfItsImplementations() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.keepsake.server..",
                        "dev.keepsake.models..",
                        "dev.keepsake.storage.*..")
                .check(CORE);
    }

    @Test
    void theRulesSeeTheCore() {
        assertThat(CORE.contain("dev.keepsake.storage.InMemoryStorage")).isTrue();
    }
}
