using Cake.Core;

namespace Cake.Frosting;

/// <summary>A build's context: Cake's own, to be extended with what the build knows.</summary>
public class FrostingContext(ICakeContext context) : CakeContextAdapter(context), IFrostingContext;
