/// The published Mem0 clients, unmodified, against a server started as its own process.
///
/// Each class here installs clients from their registries (below `target/clients`, so a second run
/// is quick), starts one server in a temporary folder, runs scripts written in the client's
/// language (`src/test/clients`) and reports every script test as a test of its own. Scripts use
/// fresh ids and so share that one server. Where a registry or an interpreter is missing the class
/// is skipped, with the reason printed.
@NullMarked
package dev.keepsake.compat;

import org.jspecify.annotations.NullMarked;
