namespace Sluice.Local;

/// <summary>Colours, light and dark. No variables: some viewers know none.</summary>
static class PictureStyle
{
    public const string Css = """
        text{font-family:Verdana,"DejaVu Sans",Arial,sans-serif;fill:#1f2328}
        .title{font-size:20px;font-weight:bold}.sub,.about{font-size:12px;fill:#59636e}
        .name{font-size:12px;font-weight:bold;text-anchor:middle}.what{font-size:10.5px;text-anchor:middle;fill:#59636e}
        .hint{font-size:10.5px;text-anchor:middle;fill:#59636e}.note{font-size:10.5px;fill:#59636e}
        .paper{fill:#fff}.band{fill:#f6f8fa}
        .box{fill:#fff;stroke:#8c959f}.function{fill:#ffe3b3;stroke:#bc6c00;stroke-width:2}.outside{fill:#eaeef2;stroke:#8c959f}.kept{fill:#fff;stroke:#c9372c;stroke-dasharray:5 3}
        .store{fill:#2da44e}.channel{fill:#8250df}.account{fill:none;stroke:#0969da;stroke-dasharray:2 3}
        .flow{fill:none;stroke:#424a53;stroke-width:1.5}.failed{fill:none;stroke:#c9372c;stroke-width:1.5;stroke-dasharray:5 3}
        .flow-head{fill:#424a53}.failed-head{fill:#c9372c}
        @media (prefers-color-scheme:dark){
        text{fill:#e6edf3}.sub,.about,.what,.hint,.note{fill:#9ea7b3}
        .paper{fill:#0d1117}.band{fill:#161b22}
        .box{fill:#0d1117;stroke:#6e7681}.function{fill:#5a3600;stroke:#e3993b}.outside{fill:#2d333b;stroke:#6e7681}.kept{fill:#0d1117;stroke:#ff7b72}
        .store{fill:#3fb950}.channel{fill:#a371f7}.account{stroke:#58a6ff}
        .flow{stroke:#b1bac4}.failed{stroke:#ff7b72}.flow-head{fill:#b1bac4}.failed-head{fill:#ff7b72}
        }
        """;
}
