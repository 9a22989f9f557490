package dev.keepsake.graph;

/// What kind of name a node stands for. The order is that of priority: of two names over the same
/// words, the earlier kind is kept.
public enum NodeType {
    /// A person, place, organisation, product, work, language or nationality; not told apart.
    PROPER,
    /// A dotted technical name such as `order.shipping.method`.
    IDENTIFIER,
    /// What a text puts between quotation marks.
    QUOTED,
    /// A noun phrase that says what something is about.
    TOPIC
}
