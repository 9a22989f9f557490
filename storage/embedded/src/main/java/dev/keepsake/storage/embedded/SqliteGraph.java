package dev.keepsake.storage.embedded;

import dev.keepsake.account.ProjectId;
import dev.keepsake.event.EventType;
import dev.keepsake.graph.Mention;
import dev.keepsake.graph.Node;
import dev.keepsake.graph.NodeId;
import dev.keepsake.graph.NodeType;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Lifecycle;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Scope;
import dev.keepsake.storage.Graph;
import dev.keepsake.storage.Mark;
import dev.keepsake.storage.document.PlainJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The `graph_mark`, `graph_owner`, `graph_node` and `graph_link` tables.
final class SqliteGraph implements Graph {

    /// Names that only deleted memories mentioned go with the links; the rest takes a form that a
    /// remaining memory uses.
    static final Traces TRACES =
            Traces.of("graph_links", SqliteGraph::erase, SqliteGraph::countLinks);

    private static final String NODE =
            """
            SELECT n.id, o.user_id, o.agent_id, o.app_id, o.run_id, n.text, n.type, n.vector,
                n.first_seen, n.last_seen, n.links
            FROM graph_node n JOIN graph_owner o ON o.row_id = n.owner
            """;

    private static final String LINK =
            """
            SELECT l.memory, n.id, l.text FROM graph_link l JOIN graph_node n ON n.row_id = l.node
            """;

    private static final String EACH = " IN (SELECT unhex(value, '-') FROM json_each(?))";

    private final Database database;

    SqliteGraph(Database database) {
        this.database = database;
    }

    @Override
    public Mark mark() {
        return database.read(SqliteGraph::mark);
    }

    private static Mark mark(SqliteSession session) throws SQLException {
        return new Mark(session.number("SELECT coalesce(max(mark), 0) FROM graph_mark"));
    }

    @Override
    public Optional<String> model() {
        return database.read(session ->
                session.first(
                        "SELECT model FROM graph_mark WHERE model <> ''", row -> row.getString(1)));
    }

    @Override
    public void reset(String model) {
        database.writer()
                .write(session -> {
                    session.run("DELETE FROM graph_link");
                    session.run("DELETE FROM graph_node");
                    session.run("DELETE FROM graph_owner");
                    return session.run(
                            "INSERT INTO graph_mark (row_id, mark, model) VALUES (1, 0, ?)"
                                    + " ON CONFLICT DO UPDATE SET mark = 0, model = excluded.model",
                            model);
                });
    }

    @Override
    public boolean advance(Mark from, Mark to, List<Linking> linkings, List<Outcome> outcomes) {
        return database.writer()
                .write(session -> {
                    if (!mark(session).equals(from)) {
                        return false;
                    }
                    session.run(
                            "INSERT INTO graph_mark (row_id, mark, model) VALUES (1, ?, '')"
                                    + " ON CONFLICT DO UPDATE SET mark = excluded.mark",
                            to.value());
                    Set<Long> touched = new LinkedHashSet<>();
                    for (var linking : linkings) {
                        touched.addAll(unlink(session, linking));
                        touched.addAll(link(session, linking));
                    }
                    tidy(session, touched);
                    for (var outcome : outcomes) {
                        tell(session, outcome);
                    }
                    return true;
                });
    }

    private static List<Long> unlink(SqliteSession session, Linking linking) throws SQLException {
        var project = Columns.bytes(linking.project().value());
        var memory = Columns.bytes(linking.memory().value());
        var nodes =
                session.list(
                        "SELECT node FROM graph_link WHERE project = ? AND memory = ?",
                        row -> row.getLong(1),
                        project,
                        memory);
        session.run("DELETE FROM graph_link WHERE project = ? AND memory = ?", project, memory);
        return nodes;
    }

    private static List<Long> link(SqliteSession session, Linking linking) throws SQLException {
        var project = Columns.bytes(linking.project().value());
        var memory = Columns.bytes(linking.memory().value());
        var created =
                session.first(
                        "SELECT created FROM memory WHERE project = ? AND id = ? AND state <> ?",
                        row -> row.getLong(1),
                        project,
                        memory,
                        Lifecycle.MERGED.name());
        if (created.isEmpty() || SqliteErasure.isDoomed(session, project)) {
            return List.of();
        }
        List<Long> touched = new ArrayList<>();
        for (var naming : linking.to()) {
            var node = place(session, project, naming.node(), created.get());
            session.run(
                    "INSERT INTO graph_link (project, memory, node, text) VALUES (?, ?, ?, ?)"
                            + " ON CONFLICT DO NOTHING",
                    project,
                    memory,
                    node,
                    naming.text());
            touched.add(node);
        }
        return touched;
    }

    /// @return the row of the node, which is there now
    private static long place(SqliteSession session, byte[] project, Node node, long seen)
            throws SQLException {
        var known =
                session.first(
                        """
                        UPDATE graph_node
                        SET first_seen = min(first_seen, ?1), last_seen = max(last_seen, ?1)
                        WHERE project = ?2 AND id = ?3 RETURNING row_id
                        """,
                        row -> row.getLong(1),
                        seen,
                        project,
                        Columns.bytes(node.id().value()));
        if (known.isPresent()) {
            return known.get();
        }
        return session.number(
                """
                INSERT INTO graph_node (project, id, owner, text, norm, type, vector, first_seen,
                    last_seen, links)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0) RETURNING row_id
                """,
                project,
                Columns.bytes(node.id().value()),
                owner(session, project, node.owner()),
                node.text(),
                node.norm(),
                node.type().name(),
                Columns.vector(node.vector()),
                Math.min(Columns.micros(node.firstSeen()), seen),
                Math.max(Columns.micros(node.lastSeen()), seen));
    }

    private static long owner(SqliteSession session, byte[] project, Scope owner)
            throws SQLException {
        return session.number(
                """
                INSERT INTO graph_owner (project, scope, user_id, agent_id, app_id, run_id, version,
                    nodes)
                VALUES (?, ?, ?, ?, ?, ?, random(), 0)
                ON CONFLICT DO UPDATE SET version = random() RETURNING row_id
                """,
                project,
                owner.sessionKey(),
                owner.user(),
                owner.agent(),
                owner.app(),
                owner.run());
    }

    /// Counts links anew, removes nodes and owners that have none left, and renames nodes whose
    /// form no memory uses any more.
    ///
    /// @return how many nodes went
    private static long tidy(SqliteSession session, Collection<Long> touched) throws SQLException {
        var gone = 0L;
        Set<Long> owners = new LinkedHashSet<>();
        for (var node : touched) {
            session.first(
                            "SELECT owner FROM graph_node WHERE row_id = ?",
                            row -> row.getLong(1),
                            node)
                    .ifPresent(owners::add);
            session.run(
                    """
                    UPDATE graph_node
                    SET links = (SELECT count(*) FROM graph_link l WHERE l.node = ?1)
                    WHERE row_id = ?1
                    """,
                    node);
            rename(session, node);
            gone += session.run("DELETE FROM graph_node WHERE row_id = ? AND links = 0", node);
        }
        for (var owner : owners) {
            session.run(
                    """
                    UPDATE graph_owner SET version = random(),
                        nodes = (SELECT count(*) FROM graph_node n WHERE n.owner = ?1)
                    WHERE row_id = ?1
                    """,
                    owner);
            session.run("DELETE FROM graph_owner WHERE row_id = ? AND nodes = 0", owner);
        }
        return gone;
    }

    private static void rename(SqliteSession session, long node) throws SQLException {
        var text =
                session.first(
                        """
                        SELECT min(l.text) FROM graph_link l JOIN graph_node n ON n.row_id = l.node
                        WHERE l.node = ?1 HAVING count(*) > 0 AND sum(l.text = n.text) = 0
                        """,
                        row -> row.getString(1),
                        node);
        if (text.isPresent()) {
            session.run(
                    "UPDATE graph_node SET text = ?, norm = ? WHERE row_id = ?",
                    text.get(),
                    Mention.norm(text.get()),
                    node);
        }
    }

    /// An event that was told of a failure stays so.
    private static void tell(SqliteSession session, Outcome outcome) throws SQLException {
        session.run(
                """
                UPDATE event SET body = json_set(body, '$.graph_linked', json(?))
                WHERE project = ? AND id = ? AND type = ?
                    AND coalesce(json_extract(body, '$.graph_linked'), 1) <> 0
                """,
                outcome.linked() ? "true" : "false",
                Columns.bytes(outcome.project().value()),
                Columns.bytes(outcome.event().value()),
                EventType.ADD.name());
    }

    @Override
    public List<Owner> owners(ProjectId project, Filter filter, int most) {
        var where = FilterSql.of(filter);
        var sql =
                "SELECT m.user_id, m.agent_id, m.app_id, m.run_id, m.version, m.nodes"
                        + " FROM graph_owner m WHERE m.project = ? AND "
                        + where.condition()
                        + " ORDER BY m.row_id LIMIT ?";
        List<@Nullable Object> values = new ArrayList<>();
        values.add(Columns.bytes(project.value()));
        values.addAll(where.values());
        values.add(most);
        return database.read(session ->
                session.list(
                        sql,
                        row -> new Owner(scope(row, 1), row.getLong(5), row.getInt(6)),
                        values.toArray()));
    }

    @Override
    public List<Node> nodes(ProjectId project, Scope owner) {
        return database.read(session ->
                session.list(
                        NODE + " WHERE o.project = ? AND o.scope = ? ORDER BY n.row_id",
                        SqliteGraph::node,
                        Columns.bytes(project.value()),
                        owner.sessionKey()));
    }

    @Override
    public List<Node> named(ProjectId project, Collection<String> norms, int most) {
        return database.read(session ->
                session.list(
                        NODE
                                + " WHERE n.project = ? AND n.norm IN"
                                + " (SELECT value FROM json_each(?)) ORDER BY n.row_id LIMIT ?",
                        SqliteGraph::node,
                        Columns.bytes(project.value()),
                        PlainJson.write(norms),
                        most));
    }

    @Override
    public List<Link> links(ProjectId project, Collection<NodeId> nodes) {
        var ids = PlainJson.write(nodes.stream().map(NodeId::toString).toList());
        return database.read(session ->
                session.list(
                        LINK + " WHERE n.project = ? AND n.id" + EACH,
                        SqliteGraph::link,
                        Columns.bytes(project.value()),
                        ids));
    }

    @Override
    public List<Link> linksOf(ProjectId project, Collection<MemoryId> memories) {
        var ids = PlainJson.write(memories.stream().map(MemoryId::toString).toList());
        return database.read(session ->
                session.list(
                        LINK + " WHERE l.project = ? AND l.memory" + EACH,
                        SqliteGraph::link,
                        Columns.bytes(project.value()),
                        ids));
    }

    @Override
    public Map<NodeId, Node> findAll(ProjectId project, Collection<NodeId> nodes) {
        var ids = PlainJson.write(nodes.stream().map(NodeId::toString).toList());
        Map<NodeId, Node> found = new HashMap<>();
        database.read(session ->
                        session.list(
                                NODE + " WHERE n.project = ? AND n.id" + EACH,
                                SqliteGraph::node,
                                Columns.bytes(project.value()),
                                ids))
                .forEach(node -> found.put(node.id(), node));
        return found;
    }

    private static Node node(ResultSet row) throws SQLException {
        return new Node(
                new NodeId(Columns.uuid(row, 1)),
                scope(row, 2),
                row.getString(6),
                NodeType.valueOf(row.getString(7)),
                Columns.vector(row.getBytes(8)),
                Columns.instant(row, 9),
                Columns.instant(row, 10),
                row.getInt(11));
    }

    @SuppressWarnings("NullAway") // class files lose the annotations of compact constructors
    private static Scope scope(ResultSet row, int first) throws SQLException {
        return new Scope(
                row.getString(first),
                row.getString(first + 1),
                row.getString(first + 2),
                row.getString(first + 3));
    }

    private static Link link(ResultSet row) throws SQLException {
        return new Link(
                new MemoryId(Columns.uuid(row, 1)),
                new NodeId(Columns.uuid(row, 2)),
                row.getString(3));
    }

    private static long erase(SqliteSession session, DoomedRow entity) throws SQLException {
        var nodes =
                session.list(
                        "SELECT DISTINCT l.node FROM doomed_memory d JOIN graph_link l"
                                + " ON l.project = d.project AND l.memory = d.memory"
                                + " WHERE d.entity = ?",
                        row -> row.getLong(1),
                        entity.number());
        long erased =
                session.run(
                        "DELETE FROM graph_link WHERE (project, memory) IN"
                                + " (SELECT project, memory FROM doomed_memory WHERE entity = ?)",
                        entity.number());
        entity.count(session, "graph_nodes", tidy(session, nodes));
        return erased;
    }

    private static long countLinks(SqliteSession session, DoomedRow entity) throws SQLException {
        return session.number(
                "SELECT count(*) FROM doomed_memory d JOIN graph_link l"
                        + " ON l.project = d.project AND l.memory = d.memory WHERE d.entity = ?",
                entity.number());
    }
}
