# Builds the build program (build/) when something it is made from has changed, and hands it every argument.
# For Windows PowerShell 5.1 and for PowerShell 7.
$ErrorActionPreference = 'Stop'
$env:DOTNET_NOLOGO = '1'
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'

$root = $PSScriptRoot
$bin = Join-Path $root 'build/bin'
$program = Join-Path $bin 'Release/net10.0/Build.dll'
$stamp = Join-Path $bin 'sources' # what the program was last built from; as old as the start of that build

# Every file that the program is built from.
function Get-Sources {
    Push-Location -LiteralPath $root
    try {
        foreach ($item in Get-Item -Path (Get-Content -LiteralPath build/sources.txt) -Force) {
            if (-not $item.PSIsContainer) { $item; continue }
            Get-ChildItem -LiteralPath $item.FullName -Recurse -File -Force |
                Where-Object { (Get-Name $_) -notmatch '[\\/](bin|obj)[\\/]' }
        }
    }
    finally { Pop-Location }
}

function Get-Name($source) { return $source.FullName.Substring($root.Length + 1) }

function Test-Stale {
    if (-not (Test-Path -LiteralPath $program) -or -not (Test-Path -LiteralPath $stamp)) { return $true }
    $built = (Get-Item -LiteralPath $stamp -Force).LastWriteTimeUtc
    $sources = @(Get-Sources)
    if ($sources | Where-Object { $_.LastWriteTimeUtc -gt $built }) { return $true }
    return (($sources | ForEach-Object { Get-Name $_ }) -join "`n") -ne ((Get-Content -LiteralPath $stamp) -join "`n")
}

function Invoke-Build {
    Get-Sources | ForEach-Object { Get-Name $_ } | Set-Content -LiteralPath "$stamp.new"
    $env:NUGET_ENHANCED_MAX_NETWORK_TRY_COUNT = '2' # of 100 s each, where a feed does not answer; 6 otherwise
    $output = & dotnet build (Join-Path $root 'build/Build.csproj') -c Release -nologo -v quiet -clp:NoSummary
    $env:NUGET_ENHANCED_MAX_NETWORK_TRY_COUNT = $null
    if ($LASTEXITCODE -ne 0) {
        $output | Where-Object { $_ } | Select-Object -Unique | ForEach-Object { [Console]::Error.WriteLine($_) } # MSBuild says each error twice
        [Console]::Error.WriteLine('build.ps1: the build program did not compile')
        exit 1
    }
    Move-Item -LiteralPath "$stamp.new" -Destination $stamp -Force
}

# Whether there is an SDK; which one is asked only when there is something to compile, because that takes longer than all else here.
function Test-Sdk([bool] $compiles) {
    if (-not (Get-Command dotnet -CommandType Application -ErrorAction SilentlyContinue)) { return $false }
    if (-not $compiles) { return $true }
    Push-Location -LiteralPath $root
    try {
        # Windows PowerShell makes an error of each line on a native command's standard error.
        $ErrorActionPreference = 'Continue'
        & dotnet --version *> $null
        return $LASTEXITCODE -eq 0
    }
    finally { Pop-Location }
}

# Waits until this process alone holds the file.
function Enter-Lock([string] $path) {
    while ($true) {
        try { return [IO.File]::Open($path, 'OpenOrCreate', 'ReadWrite', 'None') }
        catch [IO.IOException] { Start-Sleep -Milliseconds 200 }
    }
}

$outdated = Test-Stale
if (-not (Test-Sdk $outdated)) {
    $wanted = (Get-Content -LiteralPath (Join-Path $root 'global.json') -Raw | ConvertFrom-Json).sdk.version
    [Console]::Error.WriteLine("build.ps1: the .NET SDK $wanted or a later one of its major version is needed: install it from https://dotnet.microsoft.com/download")
    exit 1
}

if ($outdated) {
    New-Item -ItemType Directory -Path $bin -Force | Out-Null
    $lock = Enter-Lock (Join-Path $bin 'lock')
    try { if (Test-Stale) { Invoke-Build } }
    finally { $lock.Dispose() }
}

# PowerShell makes a list of a,b: this writes it again as it was.
$OFS = ','
& dotnet $program $args
exit $LASTEXITCODE
