package dev.keepsake.usage;

import dev.keepsake.model.Bill.Spent;
import dev.keepsake.model.Operation;
import java.time.LocalDate;

/// What one operation spent on one model in a day of UTC.
///
/// @param model provider and model, as [dev.keepsake.model.ChatModel#name] tells
public record Usage(LocalDate day, Operation operation, String model, Spent spent) {}
