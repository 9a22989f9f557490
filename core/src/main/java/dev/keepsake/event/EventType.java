package dev.keepsake.event;

/// The operations that leave an event (engine contract 13.1).
public enum EventType {
    ADD,
    UPDATE,
    DELETE,
    DELETE_ALL,
    DELETE_USER,
    SEARCH,
    GET_ALL,
    GET,
    DREAM
}
