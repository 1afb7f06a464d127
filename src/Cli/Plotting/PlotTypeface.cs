using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using ScottPlot;
using SkiaSharp;

namespace Copositive.Cli.Plotting;

/// <summary>
/// The typeface of every label: Inter (SIL Open Font License 1.1), read from the NuGet package Avalonia.Fonts.Inter (MIT), whose
/// assembly is embedded in this one and never loaded. So labels look the same everywhere, and are drawn on a machine that has neither
/// fontconfig nor a single font installed.
/// </summary>
public sealed class PlotTypeface : IFontResolver
{
    /// <summary>The family's name.</summary>
    public const string Family = "Inter";

    private const string Package = "Avalonia.Fonts.Inter.dll";
    private const string Regular = "/Assets/Inter-Regular.ttf";
    private const string Bold = "/Assets/Inter-SemiBold.ttf";
    private static readonly Lock Gate = new();
    private static bool s_used;
    private readonly ImmutableDictionary<string, byte[]> _files;

    private PlotTypeface(ImmutableDictionary<string, byte[]> files) => _files = files;

    /// <summary>Makes Inter the typeface of every plot drawn from now on. Safe to call more than once.</summary>
    public static void Use()
    {
        lock (Gate)
        {
            if (s_used) return;
            Fonts.FontResolvers.Insert(0, new PlotTypeface(ReadFiles()));
            Fonts.Default = Fonts.Sans = Fonts.Serif = Fonts.Monospace = Family;
            s_used = true;
        }
    }

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        Create(fontName, weight >= FontWeight.SemiBold);

    /// <summary>The typeface of a family's name.</summary>
    /// <param name="fontName">The family; null is returned for any but <see cref="Family"/>.</param>
    /// <param name="bold">Whether the heavier cut is wanted.</param>
    /// <param name="italic">Ignored: the package holds no italic.</param>
    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => Create(fontName, bold);

    private SKTypeface? Create(string fontName, bool bold)
    {
        if (fontName != Family) return null;
        using SKData data = SKData.CreateCopy(_files[bold ? Bold : Regular]);
        return SKTypeface.FromData(data);
    }

    private static ImmutableDictionary<string, byte[]> ReadFiles()
    {
        using Stream assembly = typeof(PlotTypeface).Assembly.GetManifestResourceStream(Package)
            ?? throw new InvalidOperationException($"The resource {Package} is missing from this build.");
        using var image = new PEReader(assembly);
        MetadataReader metadata = image.GetMetadataReader();
        int directory = image.PEHeaders.CorHeader!.ResourcesDirectory.RelativeVirtualAddress;
        foreach (ManifestResourceHandle handle in metadata.ManifestResources)
        {
            ManifestResource resource = metadata.GetManifestResource(handle);
            if (metadata.GetString(resource.Name) != "!AvaloniaResources") continue;
            BlobReader section = image.GetSectionData(directory).GetReader();
            section.Offset = (int)resource.Offset;
            int length = section.ReadInt32();
            return ReadBundle(section.ReadBytes(length));
        }
        throw new InvalidOperationException($"{Package} holds no font.");
    }

    // A bundle is: the index's length in bytes; the index (version, count, then path, offset and size of each file); the files.
    private static ImmutableDictionary<string, byte[]> ReadBundle(byte[] bundle)
    {
        using var reader = new BinaryReader(new MemoryStream(bundle), Encoding.UTF8);
        int start = sizeof(int) + reader.ReadInt32();
        int version = reader.ReadInt32();
        if (version is < 1 or > 2) throw new InvalidOperationException($"{Package} has resource format {version}; 1 or 2 was expected.");
        int count = reader.ReadInt32();
        var files = ImmutableDictionary.CreateBuilder<string, byte[]>();
        for (int k = 0; k < count; k++)
        {
            string path = reader.ReadString();
            int offset = reader.ReadInt32();
            int size = reader.ReadInt32();
            if (path is Regular or Bold) files.Add(path, bundle[(start + offset)..(start + offset + size)]);
        }
        return files.ToImmutable();
    }
}
