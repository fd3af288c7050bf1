# Builds the build program (build/) when something it is made from has changed, and hands it every argument.
$ErrorActionPreference = 'Stop'
$env:DOTNET_NOLOGO = '1'
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'

$root = $PSScriptRoot
$bin = Join-Path $root 'build/bin'
$program = Join-Path $bin 'Release/net10.0/Build.dll'
$stamp = Join-Path $bin 'sources' # what the program was last built from; as old as the start of that build

# Everything that the program is built from.
function Get-Sources {
    $folders = @((Join-Path $root 'build'), (Join-Path $root 'src'))
    Get-ChildItem -LiteralPath $folders -Recurse -File -Force |
        Where-Object { $_.FullName.Substring($root.Length) -notmatch '[\\/](bin|obj)[\\/]' }
    Get-ChildItem -LiteralPath $root -File -Force | Where-Object {
        $_.Extension -in '.props', '.targets' -or $_.Name -in 'global.json', 'nuget.config', '.editorconfig' }
}

function Test-Stale {
    if (-not (Test-Path -LiteralPath $program) -or -not (Test-Path -LiteralPath $stamp)) { return $true }
    $built = (Get-Item -LiteralPath $stamp -Force).LastWriteTimeUtc
    $sources = @(Get-Sources)
    if ($sources | Where-Object { $_.LastWriteTimeUtc -gt $built }) { return $true }
    return ($sources.FullName -join "`n") -ne ((Get-Content -LiteralPath $stamp) -join "`n")
}

function Invoke-Build {
    (Get-Sources).FullName | Set-Content -LiteralPath "$stamp.new"
    $output = & dotnet build (Join-Path $root 'build/Build.csproj') -c Release -nologo -v quiet -clp:NoSummary
    if ($LASTEXITCODE -ne 0) {
        $output | Where-Object { $_ } | Select-Object -Unique | ForEach-Object { [Console]::Error.WriteLine($_) } # MSBuild says each error twice
        [Console]::Error.WriteLine('build.ps1: the build program did not compile')
        exit 1
    }
    Move-Item -LiteralPath "$stamp.new" -Destination $stamp -Force
}

# Waits until this process alone holds the file.
function Enter-Lock([string] $path) {
    while ($true) {
        try { return [IO.File]::Open($path, 'OpenOrCreate', 'ReadWrite', 'None') }
        catch [IO.IOException] { Start-Sleep -Milliseconds 200 }
    }
}

$found = $false
if (Get-Command dotnet -CommandType Application -ErrorAction SilentlyContinue) {
    Push-Location -LiteralPath $root
    try {
        # Windows PowerShell makes an error of each line on a native command's standard error.
        $ErrorActionPreference = 'Continue'
        & dotnet --version *> $null
        $found = $LASTEXITCODE -eq 0
    }
    finally {
        $ErrorActionPreference = 'Stop'
        Pop-Location
    }
}
if (-not $found) {
    $wanted = (Get-Content -LiteralPath (Join-Path $root 'global.json') -Raw | ConvertFrom-Json).sdk.version
    [Console]::Error.WriteLine("build.ps1: the .NET SDK $wanted or a later one of its major version is needed: install it from https://dotnet.microsoft.com/download")
    exit 1
}

if (Test-Stale) {
    New-Item -ItemType Directory -Path $bin -Force | Out-Null
    $lock = Enter-Lock (Join-Path $bin 'lock')
    try { if (Test-Stale) { Invoke-Build } }
    finally { $lock.Dispose() }
}

# PowerShell makes a list of a,b; the program wants it as it was written.
$arguments = @($args | ForEach-Object { if ($_ -is [array]) { $_ -join ',' } else { $_ } })
& dotnet $program @arguments
exit $LASTEXITCODE
