[assembly: AssemblyFixture(typeof(CompiledObjects))]
