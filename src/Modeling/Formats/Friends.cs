using System.Runtime.CompilerServices;

// Readers of graphs split their text as the readers here do.
[assembly: InternalsVisibleTo("Copositive.Copositivity")]
