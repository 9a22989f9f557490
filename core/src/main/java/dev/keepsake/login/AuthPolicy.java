package dev.keepsake.login;

/// What strangers may do (management contract 18.7).
///
/// @param agentMode whether agents may sign themselves up
/// @param agentsPerDay sign-ups of agents from one address in a day of UTC
/// @param claimIntoExisting whether somebody with an account may take over an agent's
public record AuthPolicy(
        SignUp signUp, boolean agentMode, int agentsPerDay, boolean claimIntoExisting) {

    public static final AuthPolicy STANDARD = new AuthPolicy(SignUp.CLOSED, false, 5, true);

    /// Who gets an account by proving an address.
    public enum SignUp {
        CLOSED,
        /// Who was invited.
        INVITED,
        OPEN
    }
}
