/// What the memories of an owner are about: names, identifiers, titles and topics found in their
/// texts, each a node that is linked to the memories that mention it (engine contract 4).
///
/// The change log goes in, [dev.keepsake.graph.Grapher] follows it behind everybody's back, and the
/// graph comes out: adds, updates, deletions, restores, merges and imported dumps are all the same
/// to it. Search asks [dev.keepsake.graph.EntityBoosts] which memories a question names;
/// [dev.keepsake.graph.GraphViewer] draws the graph. No relation is typed, and nothing links across
/// owners.
@NullMarked
package dev.keepsake.graph;

import org.jspecify.annotations.NullMarked;
