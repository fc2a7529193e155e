namespace Sluice.Local;

/// <summary>A place in one row; the same place may stand in several rows.</summary>
/// <param name="Column">Of the function 0, before it negative.</param>
/// <param name="Failed">Keeps what could not be delivered.</param>
/// <param name="Readers">Functions of other rows that take on what lies here.</param>
/// <param name="Under">Of dead letters: the queue or rule that gave them up.</param>
sealed record Box(Place Place, int Column, bool Failed, IReadOnlyList<Place> Readers, Box? Under = null);

/// <summary>An arrow between two boxes of one row.</summary>
sealed record Arrow(Box From, Box To, bool Failed);

/// <summary>One function with what comes to it and what goes from it.</summary>
/// <param name="Part">The template's condition that switches it on.</param>
/// <param name="Text">The function's description.</param>
/// <param name="Boxes">From the first column to the last; within a column from top to bottom.</param>
/// <param name="Dead">Under a queue: what it gave up.</param>
sealed record Row(Box Function, string? Part, string Text, IReadOnlyList<Box> Boxes, IReadOnlyList<Arrow> Arrows, IReadOnlyList<Arrow> Back, IReadOnlyList<Arrow> Dead);
