namespace RuntimePacks.Tests.Authoring;

/// <summary>
/// The shapes of releases as <c>samples/definitions/README.md</c> says where they were seen: the assets that matter, and those beside them
/// that could be taken for one.
/// </summary>
internal static class ReleaseShapes
{
    public static IReadOnlyList<ReleaseShape> All { get; } =
    [
        new("wgpu-native", "v27.0.4.0", "27.0.4.0", """
            wgpu-linux-x86_64-release.zip lib/libwgpu_native.a=x86_64-unknown-linux-gnu
            wgpu-linux-x86_64-debug.zip lib/libwgpu_native.a=x86_64-unknown-linux-gnu
            wgpu-linux-aarch64-release.zip lib/libwgpu_native.a=aarch64-unknown-linux-gnu
            wgpu-macos-x86_64-release.zip lib/libwgpu_native.a=x86_64-apple-darwin
            wgpu-macos-aarch64-release.zip lib/libwgpu_native.a=aarch64-apple-darwin
            wgpu-macos-aarch64-debug.zip lib/libwgpu_native.a=aarch64-apple-darwin
            wgpu-ios-aarch64-release.zip lib/libwgpu_native.a=arm64-apple-ios14.0
            wgpu-windows-x86_64-msvc-release.zip lib/wgpu_native.lib=x86_64-pc-windows-msvc
            wgpu-windows-x86_64-gnu-release.zip lib/libwgpu_native.a=x86_64-pc-windows-gnu
            wgpu-windows-i686-msvc-release.zip lib/wgpu_native.lib=i686-pc-windows-msvc
            wgpu-windows-aarch64-msvc-release.zip lib/wgpu_native.lib=aarch64-pc-windows-msvc
            """),
        new("tokenizers", "v1.20.2", "1.20.2", """
            libtokenizers.linux-x86_64.tar.gz libtokenizers.a=x86_64-unknown-linux-gnu
            libtokenizers.linux-amd64.tar.gz libtokenizers.a=x86_64-unknown-linux-gnu
            libtokenizers.linux-arm64.tar.gz libtokenizers.a=aarch64-unknown-linux-gnu
            libtokenizers.linux-aarch64.tar.gz libtokenizers.a=aarch64-unknown-linux-gnu
            libtokenizers.linux-s390x.tar.gz libtokenizers.a=s390x-unknown-linux-gnu
            libtokenizers.darwin-x86_64.tar.gz libtokenizers.a=x86_64-apple-darwin
            libtokenizers.darwin-aarch64.tar.gz libtokenizers.a=aarch64-apple-darwin
            libtokenizers.darwin-arm64.tar.gz libtokenizers.a=aarch64-apple-darwin
            """),
        new("wasmtime", "v36.0.2", "36.0.2", """
            wasmtime-v36.0.2-x86_64-linux-c-api.tar.xz @/lib/libwasmtime.a=x86_64-unknown-linux-gnu
            + @/min/lib/libwasmtime.a=x86_64-unknown-linux-gnu
            wasmtime-v36.0.2-aarch64-linux-c-api.tar.xz @/lib/libwasmtime.a=aarch64-unknown-linux-gnu
            + @/min/lib/libwasmtime.a=aarch64-unknown-linux-gnu
            wasmtime-v36.0.2-x86_64-musl-c-api.tar.xz @/lib/libwasmtime.a=x86_64-unknown-linux-musl
            + @/min/lib/libwasmtime.a=x86_64-unknown-linux-musl
            wasmtime-v36.0.2-aarch64-musl-c-api.tar.xz @/lib/libwasmtime.a=aarch64-unknown-linux-musl
            + @/min/lib/libwasmtime.a=aarch64-unknown-linux-musl
            wasmtime-v36.0.2-x86_64-macos-c-api.tar.xz @/lib/libwasmtime.a=x86_64-apple-darwin
            + @/min/lib/libwasmtime.a=x86_64-apple-darwin
            wasmtime-v36.0.2-aarch64-macos-c-api.tar.xz @/lib/libwasmtime.a=aarch64-apple-darwin
            + @/min/lib/libwasmtime.a=aarch64-apple-darwin
            wasmtime-v36.0.2-x86_64-windows-c-api.zip @/lib/wasmtime.lib=x86_64-pc-windows-msvc
            + @/min/lib/wasmtime.lib=x86_64-pc-windows-msvc
            wasmtime-v36.0.2-aarch64-windows-c-api.zip @/lib/wasmtime.lib=aarch64-pc-windows-msvc
            + @/min/lib/wasmtime.lib=aarch64-pc-windows-msvc
            wasmtime-v36.0.2-x86_64-mingw-c-api.zip @/lib/libwasmtime.a=x86_64-pc-windows-gnu
            + @/min/lib/libwasmtime.a=x86_64-pc-windows-gnu
            """),
        new("wasmer", "v7.2.0", "7.2.0", """
            wasmer-linux-amd64.tar.gz lib/libwasmer.a=x86_64-unknown-linux-gnu lib/libwasmer-headless.a=x86_64-unknown-linux-gnu
            wasmer-linux-aarch64.tar.gz lib/libwasmer.a=aarch64-unknown-linux-gnu lib/libwasmer-headless.a=aarch64-unknown-linux-gnu
            wasmer-linux-musl-amd64.tar.gz lib/libwasmer.a=x86_64-unknown-linux-musl lib/libwasmer-headless.a=x86_64-unknown-linux-musl
            wasmer-darwin-amd64.tar.gz lib/libwasmer.a=x86_64-apple-darwin lib/libwasmer-headless.a=x86_64-apple-darwin
            wasmer-darwin-arm64.tar.gz lib/libwasmer.a=aarch64-apple-darwin lib/libwasmer-headless.a=aarch64-apple-darwin
            wasmer-windows-amd64.tar.gz lib/wasmer.lib=x86_64-pc-windows-msvc lib/wasmer-headless.lib=x86_64-pc-windows-msvc
            wasmer-windows-gnu64.tar.gz lib/libwasmer.a=x86_64-pc-windows-gnu lib/libwasmer-headless.a=x86_64-pc-windows-gnu
            """),
        new("rustls-ffi", "v0.15.0", "0.15.0", """
            rustls-ffi-x86_64-linux-gnu.zip lib/librustls.a=x86_64-unknown-linux-gnu
            rustls-ffi-arm64-macos.zip lib/librustls.a=aarch64-apple-darwin
            rustls-ffi-x86_64-macos.zip lib/librustls.a=x86_64-apple-darwin
            rustls-ffi-x86_64-windows.zip lib/rustls.lib=x86_64-pc-windows-msvc
            """),
        new("pact-ffi", "libpact_ffi-v0.5.0", "0.5.0", """
            libpact_ffi-linux-x86_64.a.gz =x86_64-unknown-linux-gnu
            libpact_ffi-linux-aarch64.a.gz =aarch64-unknown-linux-gnu
            libpact_ffi-linux-x86_64-musl.a.gz =x86_64-unknown-linux-musl
            libpact_ffi-linux-aarch64-musl.a.gz =aarch64-unknown-linux-musl
            libpact_ffi-macos-x86_64.a.gz =x86_64-apple-darwin
            libpact_ffi-macos-aarch64.a.gz =aarch64-apple-darwin
            pact_ffi-windows-x86_64.lib.gz =x86_64-pc-windows-msvc
            pact_ffi-windows-aarch64.lib.gz =aarch64-pc-windows-msvc
            """),
        new("zenoh-c", "1.9.0", "1.9.0", """
            zenoh-c-1.9.0-x86_64-unknown-linux-gnu-standalone.zip lib/libzenohc.a=x86_64-unknown-linux-gnu
            zenoh-c-1.9.0-aarch64-unknown-linux-gnu-standalone.zip lib/libzenohc.a=aarch64-unknown-linux-gnu
            zenoh-c-1.9.0-x86_64-unknown-linux-musl-standalone.zip lib/libzenohc.a=x86_64-unknown-linux-musl
            zenoh-c-1.9.0-aarch64-unknown-linux-musl-standalone.zip lib/libzenohc.a=aarch64-unknown-linux-musl
            zenoh-c-1.9.0-x86_64-apple-darwin-standalone.zip lib/libzenohc.a=x86_64-apple-darwin
            zenoh-c-1.9.0-aarch64-apple-darwin-standalone.zip lib/libzenohc.a=aarch64-apple-darwin
            zenoh-c-1.9.0-x86_64-pc-windows-msvc-standalone.zip lib/zenohc.lib=x86_64-pc-windows-msvc
            zenoh-c-1.9.0-x86_64-pc-windows-gnu-standalone.zip lib/libzenohc.a=x86_64-pc-windows-gnu
            """),
        new("extism", "v1.30.0", "1.30.0", """
            libextism-x86_64-unknown-linux-gnu-v1.30.0.tar.gz libextism.a=x86_64-unknown-linux-gnu
            libextism-aarch64-unknown-linux-gnu-v1.30.0.tar.gz libextism.a=aarch64-unknown-linux-gnu
            libextism-x86_64-unknown-linux-musl-v1.30.0.tar.gz libextism.a=x86_64-unknown-linux-musl
            libextism-x86_64-apple-darwin-v1.30.0.tar.gz libextism.a=x86_64-apple-darwin
            libextism-aarch64-apple-darwin-v1.30.0.tar.gz libextism.a=aarch64-apple-darwin
            libextism-x86_64-pc-windows-msvc-v1.30.0.tar.gz extism.lib=x86_64-pc-windows-msvc
            libextism-x86_64-pc-windows-gnu-v1.30.0.tar.gz libextism.a=x86_64-pc-windows-gnu
            """),
        new("libdatadog", "v14.0.0", "14.0.0", """
            libdatadog-x86_64-unknown-linux-gnu.tar.gz @/lib/libdatadog_profiling.a=x86_64-unknown-linux-gnu
            libdatadog-aarch64-unknown-linux-gnu.tar.gz @/lib/libdatadog_profiling.a=aarch64-unknown-linux-gnu
            libdatadog-x86_64-alpine-linux-musl.tar.gz @/lib/libdatadog_profiling.a=x86_64-unknown-linux-musl
            libdatadog-aarch64-alpine-linux-musl.tar.gz @/lib/libdatadog_profiling.a=aarch64-unknown-linux-musl
            libdatadog-x86_64-apple-darwin.tar.gz @/lib/libdatadog_profiling.a=x86_64-apple-darwin
            libdatadog-aarch64-apple-darwin.tar.gz @/lib/libdatadog_profiling.a=aarch64-apple-darwin
            libdatadog-x64-windows.zip @/release/static/datadog_profiling_ffi.lib=x86_64-pc-windows-msvc
            + @/debug/static/datadog_profiling_ffi.lib=x86_64-pc-windows-msvc
            libdatadog-x86-windows.zip @/release/static/datadog_profiling_ffi.lib=i686-pc-windows-msvc
            """),
        new("wasmvm", "v2.2.1", "2.2.1", """
            libwasmvm_muslc.x86_64.a =x86_64-unknown-linux-musl
            libwasmvm_muslc.aarch64.a =aarch64-unknown-linux-musl
            libwasmvmstatic_darwin.a =universal
            """),
        new("lancedb-go", "v0.1.2", "0.1.2", """
            lancedb-go-native-binaries.tar.gz lib/linux_amd64/liblancedb_go.a=x86_64-unknown-linux-gnu
            + lib/linux_arm64/liblancedb_go.a=aarch64-unknown-linux-gnu lib/darwin_amd64/liblancedb_go.a=x86_64-apple-darwin
            + lib/darwin_arm64/liblancedb_go.a=aarch64-apple-darwin
            """),
    ];

    public static TheoryData<string> Names => [.. All.Select(shape => shape.Project)];

    public static ReleaseShape Of(string project) => All.Single(shape => shape.Project == project);
}
