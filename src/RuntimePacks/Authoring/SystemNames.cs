using System.Text.RegularExpressions;

namespace RuntimePacks.Authoring;

/// <summary>The names that libraries of a system have for those who refer to them, as patterns.</summary>
/// <param name="Library">As the system's linker takes it.</param>
/// <param name="Name">In C.</param>
/// <param name="IsFramework">Whether it is one of Apple's frameworks.</param>
internal sealed record SystemNames(string Library, Regex Name, bool IsFramework)
{
    private static readonly SystemNames[] s_linux =
    [
        Of("rt", "^(timer_create|timer_settime|mq_open|shm_open|aio_read)$"),
        Of("z", "^(inflateInit2?_|deflateInit2?_|crc32_z)$"),
        Of("stdc++", "^(_ZNSt|_ZSt|_ZdlPv|_Znwm|__gxx_personality_v0$|__cxa_throw$)"),
    ];

    private static readonly SystemNames[] s_apple =
    [
        Of("iconv", "^(lib)?iconv(_open|_close)?$"),
        Of("resolv", "^res_9?_?(n?init|n?query|n?search|ndestroy|9_.*)$"),
        Of("z", "^(inflateInit2?_|deflateInit2?_|crc32_z)$"),
        Of("sqlite3", "^sqlite3_"),
        Of("c++", "^(_ZNSt3__1|_ZSt|_ZdlPv|_Znwm|__gxx_personality_v0$|__cxa_throw$)"),
        Of("objc", "^(objc_|sel_|class_|OBJC_CLASS_|_objc_)"),
        Framework("CoreFoundation", "^k?CF[A-Z]|^__CF"),
        Framework("Security", "^k?Sec[A-Z]|^SSL(Create|Handshake|Read|Write|Set|Get|Close|Copy)|^Authorization[A-Z]"),
        Framework("SystemConfiguration", "^k?SC(DynamicStore|Network|Preferences|Prop|Ent)"),
        Framework("CoreServices", "^(FSEvent|LS[A-Z]|kLS|UTType|MDItem)"),
        Framework("IOKit", "^k?IO(Service|Registry|Object|Master|Main|HID|Iterator|Connect|PS)"),
        Framework("CoreGraphics", "^k?CG[A-Z]"),
        Framework("CoreText", "^k?CT(Font|Frame|Line|Run|Typesetter)"),
        Framework("Metal", "^MTL|^OBJC_CLASS_\\$_MTL"),
        Framework("QuartzCore", "^k?CA[A-Z]|^OBJC_CLASS_\\$_CA[A-Z]"),
        Framework("IOSurface", "^k?IOSurface"),
        Framework("CoreVideo", "^k?CV[A-Z]"),
        Framework("CoreMedia", "^k?CM(Sample|Time|Block|Format)"),
        Framework("AudioToolbox", "^Audio(Component|Unit|Queue|File|Converter)"),
        Framework("CoreAudio", "^Audio(Object|Device|Hardware)"),
        Framework("AppKit", "^NSApp|^OBJC_CLASS_\\$_NS(Application|Window|View|Screen|Cursor|Event|Menu|Pasteboard|Color|Image)$"),
        Framework("Foundation", "^NS(Log|String|Foundation|Run|Error|URL|Default)|^OBJC_CLASS_\\$_NS"),
    ];

    private static readonly SystemNames[] s_windows =
    [
        Of("advapi32", "^(Reg[A-Z].*|SystemFunction036|Crypt(AcquireContext|GenRandom|ReleaseContext).*|OpenProcessToken|OpenSCManager.*"
            + "|GetTokenInformation|AllocateAndInitializeSid|Event(Register|Write.*|Unregister)|GetUserName[AW])$"),
        Of("bcrypt", "^BCrypt"),
        Of("bcryptprimitives", "^ProcessPrng$"),
        Of("crypt32", "^(Cert[A-Z]|CryptUnprotect|CryptProtect|CryptDecode|CryptEncode|CryptStringTo|CryptBinaryTo|PFXImport)"),
        Of("ncrypt", "^NCrypt"),
        Of("secur32", "^(AcquireCredentialsHandle|InitializeSecurityContext|AcceptSecurityContext|FreeContextBuffer|EncryptMessage)"),
        Of("synchronization", "^(WaitOnAddress|WakeByAddress(All|Single))$"),
        Of("iphlpapi", "^(GetAdaptersAddresses|GetIfTable2?|GetIpForwardTable2?|ConvertInterface.*|if_nametoindex|if_indextoname)"),
        Of("user32", "^(CreateWindowEx|DefWindowProc|GetMessage|DispatchMessage|MessageBox|GetDC|ReleaseDC|SetWindowLong)"),
        Of("gdi32", "^(ChoosePixelFormat|SetPixelFormat|CreateCompatibleDC|BitBlt|DeleteObject|GetDeviceCaps)"),
        Of("opengl32", "^wgl[A-Z]"),
        Of("ole32", "^Co(Initialize|Create|Uninitialize|TaskMem)|^PropVariantClear$|^OleInitialize$"),
        Of("oleaut32", "^Sys(Alloc|Free)String|^Variant(Clear|Init)|^SetErrorInfo$|^GetErrorInfo$"),
        Of("shell32", "^(SHGetKnownFolderPath|SHGetFolderPath|CommandLineToArgv|ShellExecute)"),
        Of("shlwapi", "^Path(Is|File|Remove|Append|Combine)"),
        Of("psapi", "^(GetProcessMemoryInfo|GetModuleFileNameEx|EnumProcess|GetPerformanceInfo)"),
        Of("pdh", "^Pdh[A-Z]"),
        Of("powrprof", "^CallNtPowerInformation$"),
        Of("netapi32", "^Net(User|Wksta|ApiBuffer|Local)"),
        Of("winmm", "^time(BeginPeriod|EndPeriod|GetTime)$"),
        Of("dxgi", "^CreateDXGIFactory"),
        Of("d3d12", "^D3D12"),
        Of("d3d11", "^D3D11"),
        Of("d3dcompiler", "^D3DCompile"),
        Of("dwmapi", "^Dwm[A-Z]"),
        Of("runtimeobject", "^Ro(Initialize|GetActivationFactory|OriginateError)|^Windows(Create|Delete)String"),
        Of("version", "^(GetFileVersionInfo|VerQueryValue)"),
        Of("mswsock", "^(AcceptEx|GetAcceptExSockaddrs|TransmitFile)$"),
    ];

    /// <summary>Those of a system, as Rust's targets name it.</summary>
    public static IReadOnlyList<SystemNames> Of(string os) => os switch
    {
        "linux" => s_linux,
        "darwin" => s_apple,
        "windows" => s_windows,
        _ => [],
    };

    private static SystemNames Of(string library, string name) => new(library, new Regex(name, RegexOptions.CultureInvariant), false);

    private static SystemNames Framework(string library, string name) =>
        new(library, new Regex(name, RegexOptions.CultureInvariant), true);
}
