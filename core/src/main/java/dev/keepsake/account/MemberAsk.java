package dev.keepsake.account;

import dev.keepsake.failure.Failure;
import dev.keepsake.storage.Accounts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who is to have which role, as a request says it.
record MemberAsk(Addressee addressee, Role role) {

    /// @throws Failure.Invalid with every field that is wrong
    static MemberAsk withRole(Map<String, @Nullable Object> fields) {
        var read = new Fields(fields);
        var ask = new MemberAsk(read.addressee(), read.role());
        read.requireRight();
        return ask;
    }

    /// @throws Failure.Invalid with every field that is wrong
    static MemberAsk withoutRole(Map<String, @Nullable Object> fields) {
        var read = new Fields(fields);
        var ask = new MemberAsk(read.addressee(), Role.READER);
        read.requireRight();
        return ask;
    }

    Optional<Account> account(Accounts accounts) {
        return addressee.account(accounts);
    }

    /// The address to invite, when there is no account.
    ///
    /// @throws Failure.Invalid when they were named by username, to which nothing can be sent
    String inviteAddress() {
        return switch (addressee) {
            case Addressee.ByEmail(var email) -> email;
            case Addressee.ByUsername _ -> throw refused("is nobody's username.");
        };
    }

    /// @param why completes a sentence that begins with who was named
    Failure.Invalid refused(String why) {
        return new Failure.Invalid(
                Map.of(addressee.field(), List.of(addressee.spelled() + " " + why)));
    }

    static Failure.Missing noSuchMember() {
        return new Failure.Missing("Member not found.");
    }

    /// For the audit log; null for no role.
    static Map<String, @Nullable Object> details(@Nullable Role before, @Nullable Role after) {
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put("before", before == null ? null : before.name());
        details.put("after", after == null ? null : after.name());
        return details;
    }
}
