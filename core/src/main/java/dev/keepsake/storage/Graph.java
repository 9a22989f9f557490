package dev.keepsake.storage;

import dev.keepsake.account.ProjectId;
import dev.keepsake.event.EventId;
import dev.keepsake.graph.Node;
import dev.keepsake.graph.NodeId;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Scope;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Names and the memories that mention them. Derived from the truth by one follower of the change
/// log, and kept with it, because what it holds must go with the memories.
///
/// A node has at least one link: whatever takes the last one removes it. [#mark] to [#reset] cross
/// projects; they serve the follower.
public interface Graph {

    /// How far the change log was followed; [Mark#START] in a new storage.
    Mark mark();

    /// The model that made the vectors; empty before the first [#reset].
    Optional<String> model();

    /// Throws everything away and starts again at [Mark#START] with another model.
    void reset(String model);

    /// Makes links as they are after the changes up to a mark, tells the events that caused them,
    /// and moves the mark, in one durable transaction. Memories that are gone or merged by now and
    /// those of removed projects get no links; events that are gone, or none of an add, are passed
    /// over. An event that was told of a failure stays so.
    ///
    /// @return false, with nothing done, when the mark is no longer `from`
    boolean advance(Mark from, Mark to, List<Linking> linkings, List<Outcome> outcomes);

    /// The owners in a project that have nodes and match a filter, which looks at nothing but
    /// entity ids.
    ///
    /// @param most of them; if there are more, any
    List<Owner> owners(ProjectId project, Filter filter, int most);

    /// All nodes of an owner, in order of creation.
    List<Node> nodes(ProjectId project, Scope owner);

    /// The nodes with one of these names in [normal form][dev.keepsake.graph.Mention#norm], of any
    /// owner.
    ///
    /// @param most of them; if there are more, any
    List<Node> named(ProjectId project, Collection<String> norms, int most);

    /// The memories that mention each of these nodes, and the form in which they do.
    List<Link> links(ProjectId project, Collection<NodeId> nodes);

    /// The nodes that these memories mention.
    List<Link> linksOf(ProjectId project, Collection<MemoryId> memories);

    /// The nodes of these ids; absent ones are absent.
    Map<NodeId, Node> findAll(ProjectId project, Collection<NodeId> ids);

    /// A memory is linked to exactly these nodes; to none takes it out of the graph. Nodes that are
    /// not there yet are created.
    record Linking(ProjectId project, MemoryId memory, List<Naming> to) {
        public Linking {
            to = List.copyOf(to);
        }
    }

    /// A node with the words that mention it.
    record Naming(Node node, String text) {}

    /// @param text the words of the memory that mention the node
    record Link(MemoryId memory, NodeId node, String text) {}

    /// What came of linking the memories of an add.
    record Outcome(ProjectId project, EventId event, boolean linked) {}

    /// @param version differs from every earlier one whenever a node of the owner, or its number of
    ///   links, is another
    record Owner(Scope scope, long version, int nodes) {}
}
