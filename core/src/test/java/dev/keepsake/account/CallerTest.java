package dev.keepsake.account;

import static dev.keepsake.account.Permission.MANAGE_PROJECT;
import static dev.keepsake.account.Permission.READ_DATA;
import static dev.keepsake.account.Permission.WRITE_DATA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.failure.Failure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The role matrix of management contract 3.1 under the caps of 18.4.
class CallerTest {

    @ParameterizedTest
    @CsvSource({
        "READER, READ,  true, false, false",
        "READER, WRITE, true, false, false",
        "READER, ADMIN, true, false, false",
        "OWNER,  READ,  true, false, false",
        "OWNER,  WRITE, true, true,  false",
        "OWNER,  ADMIN, true, true,  true",
    })
    void aKeyCapsTheRoleOfItsOwner(
            Role role, Access access, boolean read, boolean write, boolean manage) {
        var caller =
                new Caller(
                        new Identity(
                                AccountId.random(),
                                "dana",
                                null,
                                false,
                                access,
                                new Credential.Key(KeyId.random(), false)),
                        OrganizationId.random(),
                        ProjectId.random(),
                        role);

        check(caller, READ_DATA, read);
        check(caller, WRITE_DATA, write);
        check(caller, MANAGE_PROJECT, manage);
    }

    private static void check(Caller caller, Permission permission, boolean allowed) {
        assertThat(caller.may(permission)).isEqualTo(allowed);
        if (allowed) {
            assertThatCode(() -> caller.require(permission)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> caller.require(permission))
                    .isInstanceOf(Failure.Forbidden.class)
                    .hasMessage("You do not have permission to perform this action.");
        }
    }
}
