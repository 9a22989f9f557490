package dev.keepsake.event;

/// Counters that survive the expiry of the events behind them.
///
/// @param adds adds ever accepted
/// @param addsThisMonth those of the current UTC calendar month that were asked with an API key
/// @param retrievals searches and lists ever answered
/// @param retrievalsThisMonth those of the current UTC calendar month that were asked with an API
///   key
public record EventTotals(
        long adds, long addsThisMonth, long retrievals, long retrievalsThisMonth) {}
