namespace RuntimePacks.Reports.Rendering;

/// <summary>A part of the page; one without a body is not on it.</summary>
/// <param name="Id">The end of its address.</param>
internal sealed record Section(string Id, string Title, Html? Body)
{
    public Html Link => Html.Of($"""<li><a href="#{Id}">{Title}</a></li>""");

    public Html Text => Html.Of($"""
        <section id="{Id}" aria-labelledby="{Id}-title">
        <h2 id="{Id}-title">{Title}</h2>
        {Body ?? Html.Empty}
        </section>

        """);
}
