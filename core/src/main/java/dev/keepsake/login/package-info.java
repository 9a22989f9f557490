/// How somebody becomes known: the first run, passwords, sessions of the dashboard, one-time codes,
/// the sign-ups of command-line clients and agents, invitations. A proof enters, a session or an
/// API key leaves. What may then be done with those is the account room's to say; nothing here
/// knows HTTP or how passwords are hashed and letters delivered.
@NullMarked
package dev.keepsake.login;

import org.jspecify.annotations.NullMarked;
